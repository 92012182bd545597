#pragma once
#include <algorithm>
#include <string>
#include <string_view>

namespace muster::core {

/// The letter in lower case, if it is one of ASCII; whatever the locale.
constexpr char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The same for each letter of a text.
inline std::string lower_ascii(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return lower_ascii(c); });
    return lower;
}

} // namespace muster::core
