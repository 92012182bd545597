#include "cli/shown.hpp"

#include "core/find_special.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <cstdio>

namespace muster::cli {

bool is_shown_as_it_is(std::string_view text) {
    return text.empty() || (core::is_visible_ascii(text) && !core::holds_secret(text));
}

std::string shown_line(std::string_view text) {
    return core::printable(core::redact(text));
}

std::string shown(std::string_view text) {
    auto const whole = core::redact(text); // before it is taken apart, as a key may hold anything
    std::string_view rest = whole;
    std::string result;
    while (!rest.empty()) {
        auto const line = rest.substr(0, rest.find('\n'));
        result += core::printable(line);
        rest.remove_prefix(line.size());
        if (rest.empty()) break;
        result += '\n';
        rest.remove_prefix(1);
    }
    return result;
}

std::string shown_json(std::string_view text) {
    return shown_json_with_secrets(core::redact(text));
}

std::string shown_json_with_secrets(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\n'; }))
        return std::string(text);
    std::string_view rest = text;
    std::string result;
    while (!rest.empty()) {
        auto const c = core::first_code_point(rest);
        auto const here = rest.substr(0, std::max(c.length, 1U));
        rest.remove_prefix(here.size());
        auto const safe = core::printable(here);
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

} // namespace muster::cli
