#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace muster::sink {

/// How the text of a file is packed.
enum class packing { none, gzip, zstd };

/// What a file of that name is packed by: `.gz` or `.zst` at its end says so.
packing packing_of(std::string_view file_name);

/// The text packed as a whole of its own, so that wholes behind each other are a file, and any of them can be
/// cut off: a member of gzip (RFC 1952), a frame of zstd (RFC 8878). An empty text gives nothing. Throws
/// std::bad_alloc.
std::string pack(std::string text, packing how);

/// Of the zlib and the zstd that this process runs with, e.g. `1.2.13` and `1.5.4`.
std::string version_of_zlib();
std::string version_of_zstd();

} // namespace muster::sink
