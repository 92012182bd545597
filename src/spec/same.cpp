#include "spec/same.hpp"

#include "core/time.hpp"
#include "spec/document.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace muster::spec {

namespace {

namespace json = boost::json;

std::optional<core::wall_time> date_in(json::value const& v) {
    return v.is_string() ? core::parse_iso8601(v.get_string()) : std::nullopt;
}

std::optional<core::wall_time> moment_of(json::object const& document) {
    auto const* const v = document.if_contains(as_of);
    return v != nullptr ? date_in(*v) : std::nullopt;
}

/// Compares values; `apart` = how much later the other was read.
class comparison {
public:
    explicit comparison(core::wall_time::duration apart) : apart_(apart) {}

    [[nodiscard]] bool equal(json::value const& a, json::value const& b) const {
        if (a.is_object() && b.is_object()) return equal(a.get_object(), b.get_object());
        if (a.is_array() && b.is_array()) {
            auto const& x = a.get_array();
            auto const& y = b.get_array();
            return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                              [this](auto const& one, auto const& other) { return equal(one, other); });
        }
        if (a == b) return true;
        auto const one = date_in(a);
        auto const other = date_in(b);
        return one && other && *one + apart_ == *other;
    }

    [[nodiscard]] bool equal(json::object const& a, json::object const& b) const {
        return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](auto const& entry) {
                   auto const* const other = b.if_contains(entry.key());
                   return other != nullptr && equal(entry.value(), *other);
               });
    }

private:
    core::wall_time::duration apart_;
};

} // namespace

bool is_same_spec(json::object const& one, json::object const& other) {
    auto const from = moment_of(one);
    auto const to = moment_of(other);
    auto const without = [](json::object document) {
        document.erase(as_of);
        return document;
    };
    auto const apart = from && to ? *to - *from : core::wall_time::duration();
    return comparison(apart).equal(without(one), without(other));
}

} // namespace muster::spec
