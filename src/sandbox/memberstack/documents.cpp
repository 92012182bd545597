#include "sandbox/memberstack/documents.hpp"

#include "sandbox/memberstack/population.hpp"
#include "sandbox/message.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace muster::sandbox::memberstack {
namespace json = boost::json;
namespace {

/// The connection to the plan in an array of them, or its end.
auto find_connection(json::array const& all, std::string_view plan_id) {
    return std::find_if(all.begin(), all.end(), [&](json::value const& c) {
        return c.is_object() && text_at(c.get_object(), "planId") == plan_id;
    });
}

/// What `metaData` loses when it is written (other public clients, October 2026). A null is kept, as nobody
/// told of it.
bool is_falsy(json::value const& v) {
    if (auto const* const truth = v.if_bool()) return !*truth;
    if (auto const* const text = v.if_string()) return text->empty();
    return v.is_number() && v.to_number<double>() == 0;
}

/// Merges `changes` into the object under `key`, one level deep.
void merge_into(json::object& document, std::string_view key, json::object const& changes) {
    auto& target = document[key];
    if (!target.is_object()) target = json::object();
    auto& fields = target.get_object();
    for (auto const& field : changes)
        if (key == "metaData" && is_falsy(field.value()))
            fields.erase(field.key());
        else
            fields[field.key()] = field.value();
}

} // namespace

json::object new_document(std::string_view id, core::wall_time created) {
    json::object m;
    m["id"] = id;
    m["createdAt"] = core::to_iso8601(created);
    m["lastLogin"] = nullptr;
    m["auth"] = json::object();
    m["verified"] = false;
    m["profileImage"] = nullptr;
    m["customFields"] = json::object();
    m["metaData"] = json::object();
    m["loginRedirect"] = nullptr;
    m["permissions"] = json::array();
    m["planConnections"] = json::array();
    return m;
}

bool apply_fields(json::object& document, json::object const& body) {
    bool any = false;
    for (auto const& field : body) {
        std::string_view const key = field.key();
        if (key == "email")
            document["auth"].as_object()["email"] = field.value();
        else if (key == "customFields" || key == "metaData")
            merge_into(document, key, field.value().get_object());
        else if (key == "json" || key == "verified" || key == "loginRedirect" || key == "profileImage")
            document[key] = field.value();
        else
            continue;
        any = true;
    }
    return any;
}

bool has_plan(json::object const& document, std::string_view plan_id) {
    auto const* const all = document.if_contains("planConnections");
    return all != nullptr && all->is_array()
           && find_connection(all->get_array(), plan_id) != all->get_array().end();
}

void give_plan(json::object& document, std::string_view plan_id, std::string_view connection_id) {
    auto& all = document["planConnections"];
    if (!all.is_array()) all = json::array();
    all.get_array().push_back(plan_connection(connection_id, plan_id, false));
}

void take_plan(json::object& document, std::string_view plan_id) {
    auto& all = document.at("planConnections").as_array();
    all.erase(find_connection(all, plan_id));
}

} // namespace muster::sandbox::memberstack
