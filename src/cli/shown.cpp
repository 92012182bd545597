#include "cli/shown.hpp"

#include "core/find_special.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"

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
    return core::printable_json(text);
}

} // namespace muster::cli
