#include "sink/row_text.hpp"

#include "core/find_special.hpp"
#include "core/formula.hpp"
#include "core/write_json.hpp"

#include <algorithm>

namespace muster::sink {

namespace json = boost::json;

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (char const c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

/// Blanks at an end are quoted, as some readers trim what is not.
bool needs_quotes(std::string_view text, char delimiter) {
    auto const blank = [](char c) { return c == ' ' || c == '\t'; };
    if (text.empty() || blank(text.front()) || blank(text.back())) return true;
    if (text.find(delimiter) != text.npos) return true;
    auto const rest = text.substr(core::find_special(text, 0)); // before that, there is none of these
    return std::ranges::any_of(rest, [](char c) { return c == '"' || c == '\r' || c == '\n'; });
}

void append_text(std::string& out, std::string_view text, char delimiter) {
    if (needs_quotes(text, delimiter))
        append_quoted(out, text);
    else
        out += text;
}

void append_cell(std::string& out, json::value const& v, csv_style const& style) {
    if (v.is_null()) return;
    if (v.is_string()) {
        std::string_view const text(v.get_string());
        if (style.guard_formulas && core::looks_like_formula(text))
            return append_text(out, "'" + std::string(text), style.delimiter);
        return append_text(out, text, style.delimiter);
    }
    std::string text;
    core::write_json(text, v);
    append_text(out, text, style.delimiter); // a number may hold a point, which may be the delimiter
}

} // namespace

void append_csv(std::string& out, cell_views cells, csv_style const& style) {
    auto const start = out.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += style.delimiter;
        append_cell(out, *cells[i], style);
    }
    if (out.size() == start) out += "\"\""; // readers pass over an empty line
    out += '\n';
}

void append_csv_header(std::string& out, std::vector<std::string> const& names, csv_style const& style) {
    if (style.bom) out += byte_order_mark;
    std::vector<json::value> const all(names.begin(), names.end());
    std::vector<json::value const*> cells;
    for (auto const& each : all) cells.push_back(&each);
    append_csv(out, cells, style);
}

void append_jsonl(std::string& out, std::vector<std::string> const& names, cell_views cells) {
    if (names.empty()) {
        core::write_json(out, *cells.front());
        out += '\n';
        return;
    }
    out += '{';
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += ',';
        core::write_json(out, std::string_view(names[i]));
        out += ':';
        core::write_json(out, *cells[i]);
    }
    out += "}\n";
}

} // namespace muster::sink
