#pragma once
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

    /// Operators need something to say something of: a field or an element.
    [[nodiscard]] bool takes_operators() const { return in_element || !path.empty(); }
    /// The path of the field `key` below.
    [[nodiscard]] std::string child(std::string_view key) const;
};

/// What is wrong with `key`, one of the keys of `entries`, which stands at `s`; or nullopt. Finds operators
/// without a field, operators beside fields, a `mode` that applies to nothing, and words that look like
/// misspelt operators.
std::optional<std::string> objection_to_key(boost::json::object const& entries, std::string_view key,
                                            scope const& s);

} // namespace muster::filter
