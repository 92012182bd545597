#pragma once
#include <string>
#include <string_view>

namespace muster::cli {

/// Text of one line as a terminal may get it: redacted, and printable (core::printable).
std::string shown_line(std::string_view text);

/// Text of several lines as a terminal may get it: redacted, and each line printable (core::printable).
std::string shown(std::string_view text);

/// The same for JSON text, which stays the same JSON: what would drive a terminal stands escaped in its
/// strings.
std::string shown_json(std::string_view text);

/// The same, but not redacted: for a secret that a person asked for.
std::string shown_json_with_secrets(std::string_view text);

/// Whether a text of one line is shown just as it is, be it JSON or not: most are.
bool is_shown_as_it_is(std::string_view text);

} // namespace muster::cli
