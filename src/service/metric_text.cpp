#include "service/metric_text.hpp"

#include <cmath>
#include <cstdio>
#include <utility>

namespace muster::service {

namespace {

/// Of a label's value or a help text: a backslash, a quotation mark and a line's end are escaped.
std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '\\' || c == '"') out += '\\';
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

std::string exact_text(double value) {
    char text[40];
    constexpr double whole = 9007199254740992; // 2^53
    bool const is_whole = std::abs(value) < whole && value == std::floor(value);
    std::snprintf(text, sizeof text, is_whole ? "%.0f" : "%.17g", value);
    return text;
}

} // namespace

void metric_text::family(std::string_view name, std::string_view type, std::string_view unit,
                         std::string_view help) {
    name_ = name;
    text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    if (!unit.empty()) text_.append("# UNIT ").append(name).append(" ").append(unit).append("\n");
    text_.append("# HELP ").append(name).append(" ").append(escaped(help)).append("\n");
}

void metric_text::sample(std::string_view suffix, labels const& with, double value) {
    text_.append(name_).append(suffix);
    char before = '{';
    for (auto const& [label, what] : with) {
        text_.append(1, before).append(label).append("=\"").append(escaped(what)).append("\"");
        before = ',';
    }
    if (!with.empty()) text_ += '}';
    text_.append(" ").append(exact_text(value)).append("\n");
}

std::string metric_text::finish() && {
    return std::move(text_) + "# EOF\n";
}

} // namespace muster::service
