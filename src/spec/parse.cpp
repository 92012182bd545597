#include "spec/parse.hpp"

#include "core/read_json.hpp"
#include "spec/locations.hpp"

#include <boost/json/error.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace muster::spec {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_text = 1 << 20;
constexpr std::string_view space = " \t\r\n";

std::size_t skip_space(std::string_view text, std::size_t offset) {
    return std::min(text.find_first_not_of(space, offset), text.size());
}

/// The last byte before `offset` that is no space; NUL if there is none.
char last_before(std::string_view text, std::size_t offset) {
    auto const at = text.substr(0, offset).find_last_not_of(space);
    return at == text.npos ? '\0' : text[at];
}

/// What is wrong at `offset`, in words for whoever wrote it.
std::string explain(std::string_view text, std::size_t offset, boost::system::error_code ec) {
    if (ec == json::error::too_deep) return "is nested too deep; 32 levels are allowed";
    if (offset >= text.size())
        return "the text ends in the middle of the spec: a quote or bracket is not closed";
    char const c = text[offset];
    char const before = last_before(text, offset);
    if ((c == '}' || c == ']') && before == ',') return "is not JSON: remove the comma before this bracket";
    if (c == '/' || (c == '#' && before != '"')) return "is not JSON: comments are not allowed";
    if (c == '\'') return "is not JSON: strings stand in double quotes";
    if (c == '\n' || c == '\r')
        return "is not JSON: a string does not end on its line; write \\n for a new line";
    if (static_cast<unsigned char>(c) >= 0x80)
        return "is not JSON: this is not valid UTF-8, or is not in a string";
    if (c == '"' && before != ',' && before != '{' && before != '[' && before != ':') {
        return "is not JSON: a comma or colon is missing before this";
    }
    return "is not JSON: this was not expected here";
}

/// Notes each number that no double holds: it could not be written down again.
void find_endless_numbers(json::value const& v, std::string const& pointer, locations const& where,
                          std::vector<diagnostic>& mistakes) {
    if (v.is_double() && !std::isfinite(v.get_double())) {
        auto const at = where.of_value(pointer);
        mistakes.push_back({pointer, at.line, at.column, "is too great for a number"});
    } else if (v.is_array()) {
        std::size_t index = 0;
        for (auto const& item : v.get_array())
            find_endless_numbers(item, pointer + '/' + std::to_string(index++), where, mistakes);
    } else if (v.is_object()) {
        for (auto const& entry : v.get_object())
            find_endless_numbers(entry.value(), child_pointer(pointer, entry.key()), where, mistakes);
    }
}

parsed refuse(std::string_view text, std::size_t offset, std::string message) {
    auto const at = position_of(text, offset);
    return {std::nullopt, {{"", at.line, at.column, std::move(message)}}};
}

} // namespace

parsed parse(std::string_view text) {
    if (text.size() > longest_text) return refuse(text, 0, "is longer than 1 MiB");
    auto const begin = skip_space(text, 0);
    if (begin == text.size()) return refuse(text, 0, "is empty; a spec is a JSON object");

    boost::system::error_code ec;
    std::size_t end = 0;
    auto document = core::read_json(text, ec, {}, {}, &end);
    if (ec == json::error::extra_data) return refuse(text, end, "is not JSON: the spec ended before this");
    if (ec) return refuse(text, end, explain(text, end, ec));
    if (!document.is_object()) return refuse(text, begin, "must be an object: { ... }");
    parsed result{std::move(document.get_object()), {}};
    locations const where(text);
    for (auto const& again : where.duplicates()) {
        result.mistakes.push_back(
            {again.pointer, again.at.line, again.at.column, "this key stands here twice"});
    }
    find_endless_numbers(*result.document, "", where, result.mistakes);
    return result;
}

std::string_view without_mark(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

} // namespace muster::spec
