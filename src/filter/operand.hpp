#pragma once
#include "core/time.hpp"
#include "filter/needle.hpp"
#include "filter/number.hpp"

#include <boost/json/value.hpp>

#include <compare>
#include <optional>
#include <variant>

namespace muster::filter {

/// The value that an operator compares with, prepared once: a string, number, boolean or null.
class operand {
public:
    /// `v` must not be an array or object. `insensitive` disregards the case of a string in equals().
    operand(boost::json::value const& v, bool insensitive);

    /// Whether `v` is this value: of the same type, numbers by their exact values, two ISO 8601 dates as
    /// instants.
    [[nodiscard]] bool equals(boost::json::value const& v) const;

    /// Where `v` stands relative to this value: numbers by their exact values; dates as instants; other
    /// strings byte by byte. Unordered for two types, for booleans and nulls, and for a string that is no
    /// date beside an operand that is one: an empty `lastLogin` is not before any date.
    [[nodiscard]] std::partial_ordering order(boost::json::value const& v) const;

private:
    struct text {
        needle what;
        std::optional<core::wall_time> date; // if the text is one
    };

    static std::variant<std::nullptr_t, bool, number, text> prepare(boost::json::value const& v,
                                                                    bool insensitive);

    std::variant<std::nullptr_t, bool, number, text> value_;
};

} // namespace muster::filter
