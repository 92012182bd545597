#include "core/node.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace muster::core {
namespace {

namespace json = boost::json;

std::string child_pointer(std::string const& parent, std::string_view key) {
    std::string pointer = parent + '/';
    for (char const c : key) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
    return pointer;
}

std::string_view type_of(json::value const& v) {
    switch (v.kind()) {
    case json::kind::null: return "null";
    case json::kind::bool_: return "a boolean";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_: return "a number";
    case json::kind::string: return "a string";
    case json::kind::array: return "an array";
    case json::kind::object: return "an object";
    }
    return "something else";
}

std::string must_be(std::string_view wanted, json::value const& v) {
    return "must be " + std::string(wanted) + ", not " + std::string(type_of(v));
}

std::string to_text(double d) {
    std::array<char, 32> buffer{};
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), d).ptr;
    return {buffer.data(), end};
}

/// ` from 1 to 100`, leaving out an end that limits nothing.
template <class Number>
std::string range_text(Number min, Number max, bool has_min, bool has_max) {
    auto const text = [](Number n) {
        if constexpr (std::is_integral_v<Number>) {
            return std::to_string(n);
        } else {
            return to_text(n);
        }
    };
    if (has_min && has_max) return " from " + text(min) + " to " + text(max);
    if (has_min) return ", " + text(min) + " or more";
    if (has_max) return ", " + text(max) + " or less";
    return "";
}

std::optional<long> as_long(json::value const& v) {
    if (v.is_int64()) return v.get_int64();
    if (v.is_double()) { // 1e3 and 30.0 are whole numbers too
        double const d = v.get_double();
        bool const exact = std::trunc(d) == d && std::fabs(d) <= 9007199254740992.0;
        if (exact) return static_cast<long>(d);
    }
    return std::nullopt;
}

/// Edit distance where swapping two neighbours is one edit, and case costs nothing.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const change = lower_ascii(a[i - 1]) == lower_ascii(b[j - 1]) ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            bool const swapped = i > 1 && j > 1 && lower_ascii(a[i - 1]) == lower_ascii(b[j - 2])
                                 && lower_ascii(a[i - 2]) == lower_ascii(b[j - 1]);
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[b.size()];
}

std::string unknown_key(std::string_view key, std::vector<std::string_view> const& allowed) {
    auto message = "unknown key " + core::quoted(key);
    if (auto const near = nearest(key, allowed)) return message + "; did you mean \"" + *near + "\"?";
    if (allowed.empty()) return message + "; no keys are known here";
    message += "; known here: ";
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        if (i > 0) message += ", ";
        message += allowed[i];
    }
    return message;
}

} // namespace

void node::fail(std::string message) const {
    problems_->push_back({pointer_, false, std::move(message)});
}

void node::fail_key(std::string_view key, std::string message) const {
    problems_->push_back({child_pointer(pointer_, key), true, std::move(message)});
}

void node::warn(std::string message) const {
    problems_->push_back({pointer_, false, std::move(message), true});
}

void node::warn_key(std::string_view key, std::string message) const {
    problems_->push_back({child_pointer(pointer_, key), true, std::move(message), true});
}

bool node::is_object(std::string_view example) const {
    if (value_->is_object()) return true;
    fail("must be an object, e.g. " + std::string(example));
    return false;
}

void node::allow_keys(std::initializer_list<std::string_view> allowed) const {
    allow_keys(std::vector<std::string_view>(allowed));
}

void node::allow_keys(std::vector<std::string_view> const& allowed) const {
    if (!value_->is_object()) return;
    for (auto const& entry : value_->get_object()) {
        std::string_view const key = entry.key();
        bool const known = std::find(allowed.begin(), allowed.end(), key) != allowed.end();
        if (!known) fail_key(key, unknown_key(key, allowed));
    }
}

std::optional<node> node::get(std::string_view key) const {
    if (!value_->is_object()) return std::nullopt;
    auto const* const found = value_->get_object().if_contains(key);
    if (!found) return std::nullopt;
    return node(*found, child_pointer(pointer_, key), *problems_);
}

std::optional<node> node::require(std::string_view key) const {
    auto found = get(key);
    if (!found && is_object()) fail(core::quoted(key) + " is missing");
    return found;
}

node node::at(std::size_t index) const {
    return {value_->as_array().at(index), pointer_ + '/' + std::to_string(index), *problems_};
}

std::optional<std::string> node::string() const {
    if (value_->is_string()) return std::string(value_->get_string());
    fail(must_be("a string", *value_));
    return std::nullopt;
}

std::optional<std::string> node::non_empty_string() const {
    auto text = string();
    if (!text || !text->empty()) return text;
    fail("must not be empty");
    return std::nullopt;
}

std::optional<bool> node::boolean() const {
    if (value_->is_bool()) return value_->get_bool();
    fail(must_be("true or false", *value_));
    return std::nullopt;
}

std::optional<double> node::number(double min, double max) const {
    auto const wanted = "a number" + range_text(min, max, std::isfinite(min), std::isfinite(max));
    if (!value_->is_number()) {
        fail(must_be(wanted, *value_));
        return std::nullopt;
    }
    auto const n = value_->to_number<double>();
    if (n >= min && n <= max) return n;
    fail("must be " + wanted);
    return std::nullopt;
}

std::optional<long> node::integer(long min, long max) const {
    using limits = std::numeric_limits<long>;
    auto const wanted = "a whole number" + range_text(min, max, min != limits::min(), max != limits::max());
    if (!value_->is_number()) {
        fail(must_be(wanted, *value_));
        return std::nullopt;
    }
    auto const n = as_long(*value_);
    if (n && *n >= min && *n <= max) return n;
    fail("must be " + wanted);
    return std::nullopt;
}

std::optional<duration> node::span() const {
    constexpr std::string_view wanted = R"(a span of time such as "500ms", "30s", "10m", "1h" or "2d")";
    if (!value_->is_string()) {
        fail(must_be(wanted, *value_));
        return std::nullopt;
    }
    auto const d = parse_duration(value_->get_string());
    if (!d) fail("must be " + std::string(wanted) + ", ten years at most");
    return d;
}

bool has_mistakes(problems const& found) {
    return std::any_of(found.begin(), found.end(), [](problem const& p) { return !p.warning; });
}

std::optional<std::string> nearest(std::string_view word, std::vector<std::string_view> const& candidates) {
    std::optional<std::string> best;
    std::size_t best_distance = 0;
    for (auto const candidate : candidates) {
        auto const edits = distance(word, candidate);
        auto const near_enough = std::max<std::size_t>(1, std::min(word.size(), candidate.size()) / 3);
        bool const other_word = edits > near_enough || edits == candidate.size();
        if (other_word || (best && edits >= best_distance)) continue;
        best = std::string(candidate);
        best_distance = edits;
    }
    return best;
}

} // namespace muster::core
