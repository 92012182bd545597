#include "spec/parameter_text.hpp"

#include <algorithm>
#include <utility>

namespace muster::spec {
namespace {

constexpr std::string_view open = "${";
constexpr std::string_view escaped_open = "$${";

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_name_character(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

} // namespace

bool is_parameter_name(std::string_view name) {
    return !name.empty() && is_letter(name.front())
           && std::all_of(name.begin(), name.end(), is_name_character);
}

std::optional<std::vector<parameter_piece>> split_parameters(std::string_view text) {
    std::vector<parameter_piece> pieces;
    std::string literal;
    while (!text.empty()) {
        auto const dollar = std::min(text.find('$'), text.size());
        literal += text.substr(0, dollar);
        text.remove_prefix(dollar);
        if (text.starts_with(escaped_open)) {
            literal += open;
            text.remove_prefix(escaped_open.size());
        } else if (text.starts_with(open)) {
            auto const end = std::min(text.find('}'), text.size());
            auto const name = text.substr(open.size(), end - open.size());
            if (end == text.size() || !is_parameter_name(name)) return std::nullopt;
            if (!literal.empty()) pieces.push_back({std::exchange(literal, {}), false});
            pieces.push_back({std::string(name), true});
            text.remove_prefix(end + 1);
        } else if (!text.empty()) {
            literal += '$';
            text.remove_prefix(1);
        }
    }
    if (!literal.empty()) pieces.push_back({std::move(literal), false});
    return pieces;
}

std::string escape_parameters(std::string_view text) {
    std::string escaped;
    while (!text.empty()) {
        auto const begin = text.find(open);
        escaped += text.substr(0, begin);
        if (begin == text.npos) break;
        escaped += escaped_open;
        text.remove_prefix(begin + open.size());
    }
    return escaped;
}

} // namespace muster::spec
