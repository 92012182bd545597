#pragma once
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace muster::core {

/// What is wrong with a text of JSON.
struct json_fault {
    std::size_t at = 0;  ///< the byte of the text, from 0
    std::string message; ///< a sentence without a full stop
};

/// Reads one value of JSON (RFC 8259), alone in its text, as data to act on: what others read each in its own
/// way is refused. These are a key that stands twice in an object, a number that no double holds (1e400), and
/// a whole number that would lose digits (beyond 64 bits). Objects and lists may nest 32 deep.
std::variant<boost::json::value, json_fault> read_strict_json(std::string_view text,
                                                              boost::json::storage_ptr memory = {});

} // namespace muster::core
