#include "operation/text_template.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"
#include "core/row_column.hpp"
#include "core/write_json.hpp"

#include <utility>

namespace muster::operation {
namespace {

namespace json = boost::json;

constexpr std::string_view open = "{{";
constexpr std::string_view close = "}}";
constexpr std::string_view escaped_open = "{{{{";

bool is_path(std::string_view path) {
    bool const stray = path.find_first_of("{}") != path.npos;
    bool const gap = path.front() == '.' || path.back() == '.' || path.find("..") != path.npos;
    return !stray && !gap;
}

/// Reads what stands between the braces.
std::optional<placeholder> read_placeholder(std::string_view inside) {
    auto const bar = inside.find('|');
    auto const path = core::trimmed(inside.substr(0, bar), " ");
    if (path.empty() || !is_path(path)) return std::nullopt;
    placeholder p{core::path(path), std::nullopt, std::nullopt};
    if (bar == inside.npos) return p;
    auto rest = inside.substr(bar + 1);
    if (p.path.head() == "row") {
        auto const next = rest.find('|');
        p.form = core::parse_cell_form(core::trimmed(rest.substr(0, next), " "));
        if (p.form && next == rest.npos) return p;
        if (p.form) rest.remove_prefix(next + 1);
    }
    p.fallback = std::string(core::trimmed(rest, " "));
    return p;
}

std::string shown(core::path const& path) {
    return '"' + core::printable(path.text()) + '"';
}

impossible not_text(placeholder const& p) {
    return {"not-text", shown(p.path) + " is an object or a list, which cannot stand within a text"};
}

} // namespace

std::variant<std::optional<json::value>, impossible> value_of(placeholder const& p,
                                                              json::object const& document) {
    auto const* const found = p.path.find(document);
    std::optional<json::value> value;
    if (found != nullptr) value.emplace(*found, json::storage_ptr());
    // A cell of CSV is empty where a member would have no such field.
    bool const empty_cell =
        value && value->is_string() && value->get_string().empty() && p.path.head() == "row";
    if (p.fallback && (!value || value->is_null() || empty_cell)) value.emplace(*p.fallback);
    if (!p.form || !value) return value;
    auto converted = core::convert(*value, *p.form);
    if (auto const* const unfit = std::get_if<core::unfit_cell>(&converted))
        return impossible{"unfit-cell", shown(p.path) + ": " + unfit->why};
    value = std::move(std::get<json::value>(converted));
    if (value->is_null() && p.fallback) { // a cell of blanks only
        auto instead = core::convert(json::value(*p.fallback), *p.form);
        if (auto* const v = std::get_if<json::value>(&instead)) value = std::move(*v);
    }
    return value;
}

impossible missing_field(placeholder const& p) {
    if (auto const column = core::row_column(p.path.text()))
        return {"missing-cell",
                "the row has no " + core::quoted(*column) + ", which the spec inserts without a default"};
    return {"missing-field",
            "the member has no " + shown(p.path) + ", which the spec inserts without a default"};
}

text_template text_template::compile(std::string_view text, std::optional<std::string>& mistake) {
    text_template result;
    std::string literal;
    while (!text.empty()) {
        auto const begin = text.find(open);
        literal += text.substr(0, begin);
        if (begin == text.npos) break;
        text.remove_prefix(begin);
        if (text.starts_with(escaped_open)) {
            literal += open;
            text.remove_prefix(escaped_open.size());
            continue;
        }
        auto const end = text.find(close);
        auto p =
            end == text.npos ? std::nullopt : read_placeholder(text.substr(open.size(), end - open.size()));
        if (!p) {
            mistake =
                "has {{ that is no template: write {{path}} or {{path|default}}, or {{{{ for the text {{";
            return {};
        }
        if (!literal.empty()) result.parts_.emplace_back(std::exchange(literal, {}));
        result.parts_.emplace_back(std::move(*p));
        text.remove_prefix(end + close.size());
    }
    if (!literal.empty()) result.parts_.emplace_back(std::move(literal));
    return result;
}

bool text_template::constant() const {
    for (auto const& part : parts_) {
        if (std::holds_alternative<placeholder>(part)) return false;
    }
    return true;
}

std::string text_template::sample(std::string_view stand_in) const {
    std::string text;
    for (auto const& part : parts_) {
        auto const* const literal = std::get_if<std::string>(&part);
        text += literal ? std::string_view(*literal) : stand_in;
    }
    return text;
}

placeholder const* text_template::sole() const {
    return parts_.size() == 1 ? std::get_if<placeholder>(&parts_.front()) : nullptr;
}

std::variant<std::string, impossible> text_template::fill(json::object const& document,
                                                          encoding encode) const {
    std::string text;
    for (auto const& part : parts_) {
        auto const* const p = std::get_if<placeholder>(&part);
        if (!p) {
            text += std::get<std::string>(part);
            continue;
        }
        auto const found = value_of(*p, document);
        if (auto const* const why = std::get_if<impossible>(&found)) return *why;
        auto const& value = std::get<std::optional<json::value>>(found);
        if (!value || value->is_null()) return missing_field(*p);
        auto const inserted = scalar_text(*value);
        if (!inserted) return not_text(*p);
        text += encode ? encode(*inserted) : *inserted;
    }
    return text;
}

void text_template::add_fields(std::vector<std::string>& fields) const {
    for (auto const& part : parts_) {
        if (auto const* const p = std::get_if<placeholder>(&part)) fields.push_back(p->path.text());
    }
}

std::optional<std::string> scalar_text(json::value const& v) {
    if (v.is_string()) return std::string(v.get_string());
    if (v.is_bool()) return v.get_bool() ? "true" : "false";
    if (!v.is_number()) return std::nullopt;
    std::string number;
    core::write_json(number, v);
    return number;
}

} // namespace muster::operation
