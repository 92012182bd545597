#include "provider/memberstack_state.hpp"

#include <algorithm>

namespace muster::provider::memberstack_state {

namespace json = boost::json;

namespace {

json::value const null_value;

json::value const& at_or_null(json::object const& o, std::string_view key) {
    auto const* const found = o.if_contains(key);
    return found != nullptr ? *found : null_value;
}

// Numbers compare by value: 1, 1.0 and an unsigned 1 are one number to the platform.
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
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(a.get_string().begin(), a.get_string().end(), b.get_string().begin(),
                      b.get_string().end(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool each_key_holds(json::value const& now, json::value const& wanted) {
    auto const* const keys = wanted.if_object();
    if (keys == nullptr) return same(now, wanted);
    auto const* const have = now.if_object();
    return std::all_of(keys->begin(), keys->end(), [&](auto const& entry) {
        return same(have != nullptr ? at_or_null(*have, entry.key()) : null_value, entry.value());
    });
}

json::value const& email_of(json::object const& member) {
    auto const* const auth = at_or_null(member, "auth").if_object();
    return auth != nullptr ? at_or_null(*auth, "email") : null_value;
}

} // namespace

bool has_plan(json::object const& member, std::string_view plan_id) {
    auto const* const connections = at_or_null(member, "planConnections").if_array();
    if (connections == nullptr) return false;
    return std::any_of(connections->begin(), connections->end(), [&](json::value const& each) {
        // The SDK's types allow a bare plan id beside the usual object.
        if (auto const* const id = each.if_string()) return *id == plan_id;
        auto const* const connection = each.if_object();
        if (connection == nullptr || at_or_null(*connection, "planId") != json::value(plan_id)) return false;
        if (auto const* const active = at_or_null(*connection, "active").if_bool()) return *active;
        return at_or_null(*connection, "status") == json::value("ACTIVE");
    });
}

bool fields_hold(json::object const& member, json::object const& set, bool merge_json) {
    return std::all_of(set.begin(), set.end(), [&](auto const& entry) {
        std::string_view const key = entry.key();
        auto const& wanted = entry.value();
        if (key == "customFields" || key == "metaData")
            return each_key_holds(at_or_null(member, key), wanted);
        if (key == "email") return same_email(email_of(member), wanted);
        auto const& now = at_or_null(member, key);
        if (key == "json" && merge_json) return same(merge_patch(now, wanted), now);
        return same(now, wanted);
    });
}

json::object old_fields(json::object const& member, json::object const& set) {
    json::object old;
    for (auto const& entry : set) {
        std::string_view const key = entry.key();
        auto const& now = key == "email" ? email_of(member) : at_or_null(member, key);
        auto const* const keys = entry.value().if_object();
        bool const by_key = keys != nullptr && (key == "customFields" || key == "metaData");
        if (!by_key) {
            old[key] = now;
            continue;
        }
        json::object part;
        auto const* const have = now.if_object();
        for (auto const& each : *keys)
            part[each.key()] = have != nullptr ? at_or_null(*have, each.key()) : null_value;
        old[key] = std::move(part);
    }
    return old;
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

} // namespace muster::provider::memberstack_state
