#pragma once
#include <boost/json/value.hpp>

#include <vector>

namespace muster::tests {

/// The cells of a row, an array of JSON or a list of values, as a sink sees them.
template <typename Values>
std::vector<boost::json::value const*> views_of(Values const& cells) {
    std::vector<boost::json::value const*> all;
    for (auto const& each : cells) all.push_back(&each);
    return all;
}

} // namespace muster::tests
