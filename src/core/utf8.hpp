#pragma once
#include <string>
#include <string_view>

namespace muster::core {

/// One code point of a UTF-8 text.
struct code_point {
    char32_t value = 0;
    /// Bytes that it takes, 1..4. 0: the text does not begin with well-formed UTF-8 (RFC 3629: no overlong
    /// forms, no surrogates, nothing above U+10FFFF), or is empty.
    unsigned length = 0;
};

/// The code point that `text` begins with.
code_point first_code_point(std::string_view text);

/// Appends `c`, a valid code point, to `text`.
void append_utf8(std::string& text, char32_t c);

} // namespace muster::core
