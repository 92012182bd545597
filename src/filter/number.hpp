#pragma once
#include <boost/json/value.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <variant>

namespace muster::filter {

/// A JSON number in the form that the parser keeps it in.
using number = std::variant<std::int64_t, std::uint64_t, double>;

/// The number that `v` holds, or nullopt if it holds something else.
std::optional<number> as_number(boost::json::value const& v);

/// Compares two numbers by their exact values, whatever their forms: 2^53 + 1 as an integer is greater than
/// 2^53 as a double. Unordered only beside a NaN, which JSON cannot hold.
std::partial_ordering compare(number const& a, number const& b);

} // namespace muster::filter
