#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string_view>

namespace muster::core {

/// What if_contains() finds. Where the object is small, as most are, without the calls that lead there.
inline boost::json::value const* find_key(boost::json::object const& o, std::string_view key) {
    constexpr std::size_t small = 16;
    if (o.size() > small) return o.if_contains(key);
    for (auto const& each : o) {
        std::string_view const name = each.key();
        if (name == key) return &each.value();
    }
    return nullptr;
}

} // namespace muster::core
