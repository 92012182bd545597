#include "filter/keys.hpp"

#include "core/node.hpp"
#include "core/printable.hpp"
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
/// Those that hardly any field is named like but for the case of letters.
constexpr std::array<std::string_view, 3> cased_words{"notIn", "isSet", "every"};
/// What `mode` applies to, or is handed down to.
constexpr std::array<std::string_view, 10> moded_words{"equals",     "not",      "in",  "notIn", "contains",
                                                       "startsWith", "endsWith", "AND", "OR",    "NOT"};

bool same_but_for_case(std::string_view a, std::string_view b) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [lower](char x, char y) { return lower(x) == lower(y); });
}

bool holds_operator(json::object const& entries) {
    return std::any_of(entries.begin(), entries.end(), [](auto const& e) { return is_operator(e.key()); });
}

std::optional<std::string> nearest_word(std::string_view key) {
    std::vector<std::string_view> words(operator_words.begin(), operator_words.end());
    words.insert(words.end(), junction_words.begin(), junction_words.end());
    return core::nearest(key, words);
}

/// The word that a key which could be a field was more likely meant to be.
std::optional<std::string> likely_word(std::string_view key, json::value const& under_it, scope const& s) {
    if (under_it.is_structured()) {
        for (auto const word : junction_words) {
            if (same_but_for_case(key, word)) return std::string(word);
        }
    }
    if (!s.takes_operators()) return std::nullopt;
    for (auto const word : cased_words) {
        if (same_but_for_case(key, word)) return std::string(word);
    }
    return core::nearest(key, {distinctive_words.begin(), distinctive_words.end()});
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

std::string scope::child(std::string_view key) const {
    return path.empty() ? std::string(key) : path + '.' + std::string(key);
}

std::optional<std::string> objection_to_key(json::object const& entries, std::string_view key,
                                            scope const& s) {
    if (is_junction(key)) return std::nullopt;
    if (is_operator(key)) return objection_to_operator(entries, key, s);
    if (key.empty()) return "must name a field";
    if (s.takes_operators() && holds_operator(entries)) {
        if (auto const word = nearest_word(key)) {
            return "unknown operator " + core::quoted(key) + "; did you mean \"" + *word + "\"?";
        }
        return core::quoted(key) + " is no operator, and a field cannot stand beside operators";
    }
    if (auto const word = likely_word(key, entries.at(key), s)) {
        auto message = "unknown operator " + core::quoted(key) + "; did you mean \"" + *word + "\"?";
        if (!s.path.empty())
            message += " (a field of that name is written " + core::quoted(s.child(key)) + ')';
        return message;
    }
    return std::nullopt;
}

} // namespace muster::filter
