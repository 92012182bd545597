#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace muster::source {

/// Where the first byte stands that no text of UTF-8 holds: a NUL, or one that is not well-formed (RFC 3629).
/// nullopt if all of it is text.
std::optional<std::size_t> find_bad_byte(std::string_view text);

/// What is to be said of such a byte.
std::string_view bad_byte_message(char c);

} // namespace muster::source
