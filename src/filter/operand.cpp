#include "filter/operand.hpp"

#include <string_view>

namespace muster::filter {

std::variant<std::nullptr_t, bool, number, operand::text> operand::prepare(boost::json::value const& v,
                                                                           bool insensitive) {
    if (v.is_bool()) return v.get_bool();
    if (v.is_string()) {
        std::string_view const s = v.get_string();
        return text{needle(s, insensitive), core::parse_iso8601(s)};
    }
    if (auto const n = as_number(v)) return *n;
    return nullptr;
}

operand::operand(boost::json::value const& v, bool insensitive) : value_(prepare(v, insensitive)) {}

bool operand::equals(boost::json::value const& v) const {
    if (auto const* const mine = std::get_if<text>(&value_)) {
        if (!v.is_string()) return false;
        std::string_view const theirs = v.get_string();
        // A text that is this date in the same words is a date itself, so no other comparison is left.
        if (mine->date) return core::parse_iso8601(theirs) == mine->date;
        return mine->what.equals(theirs);
    }
    if (auto const* const mine = std::get_if<number>(&value_)) {
        auto const theirs = as_number(v);
        return theirs && compare(*theirs, *mine) == 0;
    }
    if (auto const* const mine = std::get_if<bool>(&value_)) return v.is_bool() && v.get_bool() == *mine;
    return v.is_null();
}

std::partial_ordering operand::order(boost::json::value const& v) const {
    auto constexpr unordered = std::partial_ordering::unordered;
    if (auto const* const mine = std::get_if<text>(&value_)) {
        if (!v.is_string()) return unordered;
        std::string_view const theirs = v.get_string();
        if (!mine->date) return theirs <=> std::string_view(mine->what.text());
        auto const date = core::parse_iso8601(theirs);
        if (!date) return unordered;
        return *date <=> *mine->date;
    }
    if (auto const* const mine = std::get_if<number>(&value_)) {
        auto const theirs = as_number(v);
        return theirs ? compare(*theirs, *mine) : unordered;
    }
    return unordered;
}

} // namespace muster::filter
