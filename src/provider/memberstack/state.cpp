#include "provider/memberstack/state.hpp"

#include "provider/documents.hpp"

#include <algorithm>

namespace muster::provider::memberstack {

namespace json = boost::json;

using documents::at_or_null;
using documents::same;

namespace {

json::value const no_email;

json::value const& email_of(json::object const& member) {
    auto const* const auth = at_or_null(member, "auth").if_object();
    return auth != nullptr ? at_or_null(*auth, "email") : no_email;
}

bool holds_text(json::object const& o, std::string_view key, std::string_view text) {
    auto const* const held = at_or_null(o, key).if_string();
    return held != nullptr && *held == text;
}

/// Whether `metaData` loses a value when it is written: its key is missing then (other public clients,
/// October 2026).
bool is_lost(json::value const& v) {
    if (auto const* const truth = v.if_bool()) return !*truth;
    if (auto const* const text = v.if_string()) return text->empty();
    return v.is_number() && v.to_number<double>() == 0;
}

bool meta_data_holds(json::value const& now, json::value const& wanted) {
    auto const* const keys = wanted.if_object();
    if (keys == nullptr) return same(now, wanted);
    auto const held = documents::part_of(now, *keys);
    return std::all_of(keys->begin(), keys->end(), [&](auto const& entry) {
        auto const& one = held.at(entry.key());
        return same(one, entry.value()) || (one.is_null() && is_lost(entry.value()));
    });
}

} // namespace

bool has_plan(json::object const& member, std::string_view plan_id) {
    auto const* const connections = at_or_null(member, "planConnections").if_array();
    if (connections == nullptr) return false;
    return std::any_of(connections->begin(), connections->end(), [&](json::value const& each) {
        // The SDK's types allow a bare plan id beside the usual object.
        if (auto const* const id = each.if_string()) return *id == plan_id;
        auto const* const connection = each.if_object();
        if (connection == nullptr || !holds_text(*connection, "planId", plan_id)) return false;
        if (auto const* const active = at_or_null(*connection, "active").if_bool()) return *active;
        return holds_text(*connection, "status", "ACTIVE");
    });
}

bool fields_hold(json::object const& member, json::object const& set, bool merge) {
    return std::all_of(set.begin(), set.end(), [&](auto const& entry) {
        std::string_view const key = entry.key();
        auto const& wanted = entry.value();
        if (key == "customFields") return documents::each_key_holds(at_or_null(member, key), wanted);
        if (key == "metaData") return meta_data_holds(at_or_null(member, key), wanted);
        if (key == "email") return documents::same_email(email_of(member), wanted);
        auto const& now = at_or_null(member, key);
        if (key == "json" && merge) return same(documents::merge_patch(now, wanted), now);
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
        old[key] = documents::part_of(now, *keys);
    }
    return old;
}

std::optional<std::vector<std::string>> fields_behind(core::change const& c) {
    bool const of_plan =
        std::holds_alternative<core::add_plan>(c) || std::holds_alternative<core::remove_plan>(c);
    if (of_plan) return std::vector<std::string>{"planConnections"};
    auto const* const update = std::get_if<core::update_fields>(&c);
    if (update == nullptr) return std::nullopt;
    std::vector<std::string> all;
    for (auto const& entry : update->set) all.emplace_back(entry.key() == "email" ? "auth" : entry.key());
    return all;
}

json::object old_connections(json::object const& member, std::string_view plan_id) {
    json::object image;
    auto& kept = image["planConnections"].emplace_array();
    auto const* const all = at_or_null(member, "planConnections").if_array();
    if (all == nullptr) return image;
    for (auto const& each : *all)
        if (each.is_object() && holds_text(each.get_object(), "planId", plan_id)) kept.push_back(each);
    return image;
}

} // namespace muster::provider::memberstack
