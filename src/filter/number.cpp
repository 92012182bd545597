#include "filter/number.hpp"

#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

namespace muster::filter {
namespace {

template <class A, class B>
std::partial_ordering compare_integers(A a, B b) {
    if (std::cmp_less(a, b)) return std::partial_ordering::less;
    if (std::cmp_less(b, a)) return std::partial_ordering::greater;
    return std::partial_ordering::equivalent;
}

/// Converts the double to the integer's type, never the other way round, so that no digit is lost.
template <class Integer>
std::partial_ordering compare_with_double(Integer i, double d) {
    double const past_highest = std::ldexp(1.0, std::numeric_limits<Integer>::digits);
    double const lowest = std::is_signed_v<Integer> ? -past_highest : 0.0;
    if (std::isnan(d)) return std::partial_ordering::unordered;
    if (d >= past_highest) return std::partial_ordering::less;
    if (d < lowest) return std::partial_ordering::greater;
    auto const whole = static_cast<Integer>(d);
    if (i != whole) return i <=> whole;
    return 0.0 <=> d - static_cast<double>(whole);
}

std::partial_ordering reversed(std::partial_ordering o) {
    return 0 <=> o;
}

} // namespace

std::optional<number> as_number(boost::json::value const& v) {
    if (v.is_int64()) return v.get_int64();
    if (v.is_uint64()) return v.get_uint64();
    if (v.is_double()) return v.get_double();
    return std::nullopt;
}

std::partial_ordering compare(number const& a, number const& b) {
    return std::visit(
        [](auto x, auto y) -> std::partial_ordering {
            constexpr bool x_is_double = std::is_same_v<decltype(x), double>;
            constexpr bool y_is_double = std::is_same_v<decltype(y), double>;
            if constexpr (x_is_double && y_is_double) {
                return x <=> y;
            } else if constexpr (x_is_double) {
                return reversed(compare_with_double(y, x));
            } else if constexpr (y_is_double) {
                return compare_with_double(x, y);
            } else {
                return compare_integers(x, y);
            }
        },
        a, b);
}

} // namespace muster::filter
