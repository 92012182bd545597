#pragma once
#include <string>
#include <string_view>

namespace muster::core {

/// `text` with control characters (C0, DEL, C1, turns of direction) and invalid UTF-8 replaced by `?`, so
/// that a platform's or a member's words cannot drive the terminal. Line ends of all kinds become spaces.
std::string printable(std::string_view text);

/// The same of JSON text, which stays the same JSON: what would drive a terminal stands escaped in its
/// strings.
std::string printable_json(std::string_view text);

/// A key or short value as a message may show it: redacted, cut after 60 bytes, printable, in double quotes.
std::string quoted(std::string_view text);

} // namespace muster::core
