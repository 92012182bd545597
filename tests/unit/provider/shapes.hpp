#pragma once
#include "core/shape.hpp"
#include "core/time.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace muster::provider::tests {

/// Whether a value is as the shape says.
inline bool fits(boost::json::value const& v, core::shape const& s) {
    using form = core::shape::form;
    if (v.is_null() || s.what == form::anything) return true;
    switch (s.what) {
    case form::object:
    case form::open: {
        if (!v.is_object()) return false;
        for (auto const& [name, value] : v.get_object()) {
            auto const* const below = s.what == form::open ? &s.each() : s.find(name);
            if (below == nullptr || !fits(value, *below)) return false;
        }
        return true;
    }
    case form::list: {
        if (!v.is_array()) return false;
        for (auto const& element : v.get_array())
            if (!fits(element, s.each())) return false;
        return true;
    }
    case form::date: return v.is_string() && core::parse_iso8601(v.get_string()).has_value();
    case form::text: return v.is_string();
    case form::flag: return v.is_bool();
    case form::number: return v.is_number();
    default: return !v.is_structured();
    }
}

} // namespace muster::provider::tests
