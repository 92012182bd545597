#pragma once
#include "core/shape.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace muster::filter {

/// Where in a `where` an object stands.
struct scope {
    /// The dotted path of the field that it is about; "" = the document, or the array element, itself.
    std::string path;
    /// Inside `some`, `every` or `none`: paths begin at the element.
    bool in_element = false;
    /// `mode: "insensitive"` is in force.
    bool insensitive = false;
    /// Objects around it, itself included.
    unsigned depth = 1;
    /// What is known of the values there; never nullptr.
    core::shape const* shape = &core::unknown_shape();
    /// The same of the document, or of the array element, itself.
    core::shape const* root = &core::unknown_shape();
    /// Who does not match what stands there is wanted: an odd number of `not`, `NOT` and `none` is around it.
    bool negated = false;

    /// Operators need something to say something of: a field or an element.
    [[nodiscard]] bool takes_operators() const { return in_element || !path.empty(); }
    /// Whether a key that might be a field or a word of another query language is a field there: the values
    /// are known to have it, or fields of any name, or are the elements of a list, which mostly have fields.
    [[nodiscard]] bool has_field(std::string_view key) const;
    /// The path of the field `key` below.
    [[nodiscard]] std::string child(std::string_view key) const;
};

/// What is wrong with `key`, one of the keys of `entries`, which stands at `s`; or nullopt. Finds operators
/// without a field, operators beside fields, a `mode` that applies to nothing, words that look like misspelt
/// operators or are operators of other query languages, signs that no field's name has, and whatever is no
/// operator under a field that is known to hold a plain value.
std::optional<std::string> objection_to_key(boost::json::object const& entries, std::string_view key,
                                            scope const& s);

} // namespace muster::filter
