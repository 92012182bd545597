#include "provider/documents.hpp"

#include "core/ascii.hpp"
#include "core/find_key.hpp"

#include <algorithm>

namespace muster::provider::documents {

namespace json = boost::json;

namespace {
json::value const null_value;
}

json::value const& at_or_null(json::object const& o, std::string_view key) {
    auto const* const found = core::find_key(o, key);
    return found != nullptr ? *found : null_value;
}

bool same(json::value const& a, json::value const& b) {
    if (a.is_number() && b.is_number() && (a.is_double() || b.is_double()))
        return a.to_number<double>() == b.to_number<double>();
    if (a.is_array() && b.is_array())
        return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(),
                          b.get_array().end(), same);
    if (a.is_object() && b.is_object() && a.get_object().size() == b.get_object().size())
        return std::all_of(a.get_object().begin(), a.get_object().end(), [&](auto const& entry) {
            auto const* const other = b.get_object().if_contains(entry.key());
            return other != nullptr && same(entry.value(), *other);
        });
    return a == b;
}

bool same_email(json::value const& a, json::value const& b) {
    if (!a.is_string() || !b.is_string()) return same(a, b);
    return core::lower_ascii(a.get_string()) == core::lower_ascii(b.get_string());
}

bool each_key_holds(json::value const& now, json::value const& wanted) {
    auto const* const keys = wanted.if_object();
    if (keys == nullptr) return same(now, wanted);
    auto const* const have = now.if_object();
    return std::all_of(keys->begin(), keys->end(), [&](auto const& entry) {
        return same(have != nullptr ? at_or_null(*have, entry.key()) : null_value, entry.value());
    });
}

json::object part_of(json::value const& now, json::object const& named) {
    json::object part;
    auto const* const have = now.if_object();
    for (auto const& each : named)
        part[each.key()] = have != nullptr ? at_or_null(*have, each.key()) : null_value;
    return part;
}

json::value merge_patch(json::value target, json::value const& patch) {
    auto const* const keys = patch.if_object();
    if (keys == nullptr) return patch;
    if (!target.is_object()) target.emplace_object();
    auto& object = target.get_object();
    for (auto const& entry : *keys) {
        if (entry.value().is_null()) {
            object.erase(entry.key());
        } else {
            auto& slot = object[entry.key()];
            slot = merge_patch(std::move(slot), entry.value());
        }
    }
    return target;
}

} // namespace muster::provider::documents
