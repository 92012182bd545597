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

/// The text without the blanks around it: any of these characters.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " \t\r\n") {
    auto const first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace muster::core
