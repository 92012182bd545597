#include "sink/copy_text.hpp"

#include "core/write_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace muster::sink {

namespace json = boost::json;

void append_copy_field(std::string& out, std::string_view text) {
    for (char const c : text) switch (c) {
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default: out += c;
        }
}

void append_copy_cell(std::string& out, json::value const& cell, core::cell_form form) {
    if (cell.is_null()) {
        out += "\\N";
    } else if (cell.is_string() && form != core::cell_form::json) {
        append_copy_field(out, std::string_view(cell.get_string()));
    } else {
        std::string text;
        core::write_json(text, cell);
        append_copy_field(out, text);
    }
}

bool has_nul(json::value const& cell) {
    auto const in_text = [](std::string_view text) { return text.find('\0') != text.npos; };
    if (cell.is_string()) return in_text(std::string_view(cell.get_string()));
    if (cell.is_array()) return std::ranges::any_of(cell.get_array(), has_nul);
    if (!cell.is_object()) return false;
    return std::ranges::any_of(cell.get_object(), [&](auto const& each) {
        return in_text(std::string_view(each.key())) || has_nul(each.value());
    });
}

std::string array_text(std::vector<std::string_view> const& texts) {
    std::string out = "{";
    for (auto const& each : texts) {
        if (out.size() > 1) out += ',';
        out += '"';
        for (char const c : each) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        out += '"';
    }
    return out += '}';
}

} // namespace muster::sink
