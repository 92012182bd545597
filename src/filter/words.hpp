#pragma once
#include <algorithm>
#include <array>
#include <string_view>

namespace muster::filter {

/// The operators: words that say something of the value that they stand under.
inline constexpr std::array<std::string_view, 16> operator_words{
    "equals",   "not",        "in",       "notIn", "lt",    "lte",  "gt",    "gte",
    "contains", "startsWith", "endsWith", "mode",  "isSet", "some", "every", "none"};

/// The words that join conditions.
inline constexpr std::array<std::string_view, 3> junction_words{"AND", "OR", "NOT"};

/// Whether `key` is an operator.
inline bool is_operator(std::string_view key) {
    return std::find(operator_words.begin(), operator_words.end(), key) != operator_words.end();
}

/// Whether `key` is one of the operators that a relative date can stand under.
inline bool is_ordering(std::string_view key) {
    return key == "lt" || key == "lte" || key == "gt" || key == "gte";
}

/// Whether `key` is AND, OR or NOT.
inline bool is_junction(std::string_view key) {
    return std::find(junction_words.begin(), junction_words.end(), key) != junction_words.end();
}

} // namespace muster::filter
