#include "filter/keys.hpp"

#include "core/node.hpp"
#include "core/printable.hpp"
#include "filter/foreign.hpp"
#include "filter/words.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace muster::filter {
namespace {

namespace json = boost::json;

/// Operators that hardly any field is named nearly like; beside `mode` or `none`, a `code` or `name` is no
/// slip.
constexpr std::array<std::string_view, 4> distinctive_words{"equals", "contains", "startsWith", "endsWith"};
/// Those that hardly any field is named like but for case and signs.
constexpr std::array<std::string_view, 6> shaped_words{"equals",   "contains", "startsWith",
                                                       "endsWith", "notIn",    "isSet"};
/// What `mode` applies to, or is handed down to.
constexpr std::array<std::string_view, 10> moded_words{"equals",     "not",      "in",  "notIn", "contains",
                                                       "startsWith", "endsWith", "AND", "OR",    "NOT"};

bool holds_operator(json::object const& entries) {
    return std::any_of(entries.begin(), entries.end(), [](auto const& e) { return is_operator(e.key()); });
}

std::optional<std::string> nearest_word(std::string_view key) {
    std::vector<std::string_view> words(operator_words.begin(), operator_words.end());
    words.insert(words.end(), junction_words.begin(), junction_words.end());
    return core::nearest(key, words);
}

/// Where a field of that name would go, if there can be one.
std::string way_out(std::string_view key, bool may_be_field, scope const& s) {
    using form = core::shape::form;
    bool const can_have_it = s.shape->what == form::anything || s.shape->what == form::open;
    if (!may_be_field || s.path.empty() || !can_have_it) return {};
    return " (a field of that name is written " + core::quoted(s.child(key)) + ')';
}

std::string unknown_operator(std::string_view key, std::string_view word) {
    return "unknown operator " + core::quoted(key) + "; did you mean \"" + std::string(word) + "\"?";
}

/// An operator, or AND, OR or NOT, in other letters or with signs.
std::optional<std::string> objection_to_disguise(std::string_view key, json::value const& under_it,
                                                 bool may_be_field, scope const& s) {
    auto word = find_disguised(key);
    if (word.empty()) return std::nullopt;
    if (word == "NOT" && s.takes_operators() && !under_it.is_structured()) word = "not";
    if (is_junction(word)) {
        bool const meant = under_it.is_structured() || !may_be_field || s.shape->is_plain();
        return meant ? std::optional(unknown_operator(key, word) + way_out(key, may_be_field, s))
                     : std::nullopt;
    }
    bool const shaped = std::find(shaped_words.begin(), shaped_words.end(), word) != shaped_words.end();
    bool const meant = s.takes_operators() && (shaped || !may_be_field || !s.has_field(key));
    return meant ? std::optional(unknown_operator(key, word) + way_out(key, may_be_field, s)) : std::nullopt;
}

/// A word of another query language.
std::optional<std::string> objection_to_foreign(std::string_view key, bool may_be_field, scope const& s) {
    auto const* const foreign = find_foreign(key);
    if (foreign == nullptr) return std::nullopt;
    bool const meant = foreign->distinctive || !may_be_field || (s.takes_operators() && !s.has_field(key));
    if (!meant) return std::nullopt;
    auto message = core::quoted(key) + " is no operator; " + std::string(foreign->instead);
    if (!s.takes_operators()) return message + ", under a field";
    return message + way_out(key, may_be_field, s);
}

/// Whatever is no operator, where nothing else can stand.
std::string no_operator(std::string_view key, scope const& s) {
    auto const what = s.path.empty() ? std::string("an element of this list") : core::quoted(s.path);
    auto message =
        core::quoted(key) + " is no operator, and " + what + " is a plain value with nothing below it";
    if (auto const word = nearest_word(key)) return message + "; did you mean \"" + *word + "\"?";
    message += "; the operators are";
    for (auto const word : operator_words)
        message += (word == operator_words.front() ? " " : ", ") + std::string(word);
    return message;
}

std::optional<std::string> objection_to_operator(json::object const& entries, std::string_view key,
                                                 scope const& s) {
    if (!s.takes_operators()) {
        auto message = core::quoted(key) + " is an operator and must stand under a field";
        if (key == "not") message += R"(; to negate whole conditions use "NOT")";
        return message;
    }
    bool const applies = std::any_of(moded_words.begin(), moded_words.end(),
                                     [&entries](auto word) { return entries.contains(word); });
    if (key == "mode" && !applies) return R"("mode" stands beside no operator that it applies to)";
    return std::nullopt;
}

} // namespace

bool scope::has_field(std::string_view key) const {
    using form = core::shape::form;
    if (shape->what == form::anything) return in_element && path.empty();
    return shape->what == form::open || (shape->what == form::object && shape->find(key) != nullptr);
}

std::string scope::child(std::string_view key) const {
    return path.empty() ? std::string(key) : path + '.' + std::string(key);
}

std::optional<std::string> objection_to_key(json::object const& entries, std::string_view key,
                                            scope const& s) {
    if (is_junction(key)) return std::nullopt;
    if (is_operator(key)) return objection_to_operator(entries, key, s);
    if (key.empty()) return "must name a field";
    if (auto objection = objection_to_signs(key)) return objection;
    bool const beside_operators = s.takes_operators() && holds_operator(entries);
    if (auto objection = objection_to_disguise(key, entries.at(key), !beside_operators, s)) return objection;
    if (auto objection = objection_to_foreign(key, !beside_operators, s)) return objection;
    if (s.takes_operators() && s.shape->is_plain()) return no_operator(key, s);
    if (beside_operators) {
        if (auto const word = nearest_word(key)) return unknown_operator(key, *word);
        return core::quoted(key) + " is no operator, and a field cannot stand beside operators";
    }
    if (!s.takes_operators()) return std::nullopt;
    auto const word = core::nearest(key, {distinctive_words.begin(), distinctive_words.end()});
    return word ? std::optional(unknown_operator(key, *word) + way_out(key, true, s)) : std::nullopt;
}

} // namespace muster::filter
