#include "core/cell.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "core/strict_json.hpp"
#include "core/time.hpp"
#include "core/write_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <array>
#include <utility>

namespace muster::core {
namespace {

namespace json = boost::json;

using converted = std::variant<json::value, unfit_cell>;

constexpr std::array<std::pair<std::string_view, cell_form>, 5> forms{{{"text", cell_form::text},
                                                                       {"number", cell_form::number},
                                                                       {"boolean", cell_form::boolean},
                                                                       {"date", cell_form::date},
                                                                       {"json", cell_form::json}}};
constexpr std::array<std::pair<std::string_view, bool>, 6> booleans{
    {{"true", true}, {"false", false}, {"yes", true}, {"no", false}, {"1", true}, {"0", false}}};

constexpr std::string_view boolean = "true or false";
constexpr std::string_view date = "a date, e.g. 2026-01-31 or 2026-01-31T09:05:07Z";

unfit_cell is_not(std::string_view shown, std::string_view what) {
    constexpr std::size_t longest = 60;
    auto text = redact(shown); // before the cut, so that no half of a secret gets through
    if (text.size() > longest) text = text.substr(0, longest) + "...";
    return {"`" + printable(text) + "` is not " + std::string(what)};
}

std::string written(json::value const& v) {
    std::string text;
    write_json(text, v);
    return text;
}

unfit_cell is_not(json::value const& v, std::string_view what) {
    if (v.is_object()) return {"an object is not " + std::string(what)};
    if (v.is_array()) return {"a list is not " + std::string(what)};
    return is_not(v.is_string() ? std::string(v.get_string()) : written(v), what);
}

// Each of these takes a text that is neither empty nor blank, without the blanks around it.

converted number_of(std::string_view text) {
    auto read = read_strict_json(text);
    auto* const value = std::get_if<json::value>(&read);
    if (value != nullptr && value->is_number()) return std::move(*value);
    boost::system::error_code error;
    bool const huge =
        value == nullptr && json::parse(json::string_view(text.data(), text.size()), error).is_number();
    return is_not(text, huge && !error ? "a number that can be kept with all its digits" : "a number");
}

converted boolean_of(std::string_view text) {
    auto const word = lower_ascii(text);
    for (auto const& [each, value] : booleans)
        if (each == word) return value;
    return is_not(text, boolean);
}

converted date_of(std::string_view text) {
    if (auto const t = parse_iso8601(text)) return json::value(to_iso8601(*t));
    return is_not(text, date);
}

converted json_of(std::string_view text) {
    auto read = read_strict_json(text);
    if (auto* const value = std::get_if<json::value>(&read)) return std::move(*value);
    auto const& fault = std::get<json_fault>(read);
    auto unfit = is_not(text, "JSON that can be used: ");
    unfit.why += "byte " + std::to_string(fault.at + 1) + ": " + fault.message;
    return unfit;
}

converted convert_text(std::string_view text, cell_form form) {
    if (form == cell_form::text) return json::value(json::string(text.data(), text.size()));
    auto const inner = trimmed(text);
    if (inner.empty()) return nullptr;
    switch (form) {
    case cell_form::number: return number_of(inner);
    case cell_form::boolean: return boolean_of(inner);
    case cell_form::date: return date_of(inner);
    case cell_form::json: return json_of(inner);
    case cell_form::text: break;
    }
    return nullptr;
}

converted text_of(json::value const& v) {
    if (v.is_bool()) return json::value(v.get_bool() ? "true" : "false");
    if (v.is_number()) return json::value(json::string(written(v)));
    return is_not(v, "a text");
}

/// Of a value that is no text.
converted convert_value(json::value const& v, cell_form form) {
    if (form == cell_form::json) return v;
    if (form == cell_form::text) return text_of(v);
    if (form == cell_form::number) return v.is_number() ? converted(v) : is_not(v, "a number");
    if (form == cell_form::boolean && v.is_bool()) return v;
    if (v.is_structured()) return is_not(v, form == cell_form::date ? date : boolean);
    return convert_text(written(v), form); // 1 and 0 are booleans
}

} // namespace

std::optional<cell_form> parse_cell_form(std::string_view word) {
    for (auto const& [name, form] : forms)
        if (name == word) return form;
    return std::nullopt;
}

converted convert(json::value const& cell, cell_form form) {
    if (cell.is_null()) return nullptr;
    return cell.is_string() ? convert_text(cell.get_string(), form) : convert_value(cell, form);
}

} // namespace muster::core
