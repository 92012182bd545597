#include "core/printable.hpp"

#include "core/find_special.hpp"
#include "core/redact.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <cstdio>

namespace muster::core {
namespace {

constexpr std::size_t longest_quoted = 60;

bool ends_line(char32_t c) {
    return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

/// Control characters, and those that turn the direction of writing: text behind them would show as another.
bool drives_terminal(char32_t c) {
    bool const control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    bool const direction = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
                           || (c >= 0x2066 && c <= 0x2069);
    return control || direction;
}

} // namespace

std::string printable(std::string_view text) {
    if (is_visible_ascii(text)) return std::string(text); // most text is like that
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        auto const [c, length] = first_code_point(text);
        if (ends_line(c)) {
            result += ' ';
        } else if (length == 0 || drives_terminal(c)) {
            result += '?';
        } else {
            result.append(text.substr(0, length));
        }
        text.remove_prefix(std::max(length, 1U));
    }
    return result;
}

std::string quoted(std::string_view text) {
    auto shown = redact(text); // before the cut, so that no half of a secret gets through
    if (shown.size() > longest_quoted) shown = shown.substr(0, longest_quoted) + "...";
    return '"' + printable(shown) + '"';
}

std::string printable_json(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\n'; }))
        return std::string(text);
    std::string_view rest = text;
    std::string result;
    while (!rest.empty()) {
        auto const c = first_code_point(rest);
        auto const here = rest.substr(0, std::max(c.length, 1U));
        rest.remove_prefix(here.size());
        auto const safe = printable(here);
        if (here == "\n" || safe == here || c.length == 0) {
            result += here == "\n" ? here : std::string_view(safe);
            continue;
        }
        char escaped[16]; // all of them are of the first plane
        std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c.value));
        result += escaped;
    }
    return result;
}

} // namespace muster::core
