#pragma once
#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::journal {

/// A sealed line is one JSON object whose last field, `crc`, is the checksum of all that stands before that
/// field.

/// CRC-32 (ISO-HDLC, as zlib's) in 8 lower-case hex digits: finds every change of up to 32 bits in a row.
std::string checksum(std::string_view bytes);

/// What sealing adds to a line, in bytes, without the newline.
inline constexpr std::size_t seal_size = 18;

/// Ends the object that begins at `start` in `out` and still lacks its closing brace: checksum, brace and
/// newline.
void seal(std::string& out, std::size_t start);

/// Lists and objects may be so deep in each other, the line's own among them.
inline constexpr std::size_t deepest = 512;

/// Whether a line (without its newline) is whole, and its checksum matches.
bool is_intact(std::string_view line);

/// Reads a sealed line (without its newline). Throws std::invalid_argument naming what is wrong.
/// The object lives in `memory`.
boost::json::object parse_sealed(std::string_view line, boost::json::storage_ptr memory = {});
/// The same of a line that is known to be intact.
boost::json::object parse_intact(std::string_view line, boost::json::storage_ptr memory = {});

} // namespace muster::journal
