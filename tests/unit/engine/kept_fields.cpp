#include "kept_fields.hpp"

#include "twin_dialects.hpp"

#include <boost/json/array.hpp>

#include <vector>

namespace muster::simulated {

namespace json = boost::json;

namespace {

bool is_nothing(json::value const& v) {
    return v.is_null() || (v.is_object() && v.get_object().empty());
}

void drop_nothings(json::object& document) {
    std::vector<std::string> empty;
    for (auto& field : document) {
        if (auto* const inner = field.value().if_object()) drop_nothings(*inner);
        if (is_nothing(field.value())) empty.emplace_back(field.key());
    }
    for (auto const& key : empty) document.erase(key);
}

json::object in_plain_form(json::object document) {
    document.erase("updatedAt");
    if (auto const* const connections = document.if_contains("planConnections")) {
        json::object plans;
        for (auto const& each : connections->as_array())
            plans[each.as_object().at("planId").as_string()] = true;
        document["plans"] = std::move(plans);
        document.erase("planConnections");
    }
    drop_nothings(document);
    return document;
}

/// The two parts of a path; the second is empty where it has one.
std::pair<std::string_view, std::string_view> parts_of_path(std::string_view path) {
    auto const dot = path.find('.');
    if (dot == path.npos) return {path, {}};
    return {path.substr(0, dot), path.substr(dot + 1)};
}

} // namespace

everybody look_at_everybody(model_server const& server) {
    everybody all;
    for (auto const& each : server.members()) {
        auto document = server.document(each);
        auto id = id_in(document);
        all.emplace(std::move(id), in_plain_form(std::move(document)));
    }
    return all;
}

json::value value_at(json::object const& document, std::string_view path) {
    auto const [name, key] = parts_of_path(path);
    auto const* found = document.if_contains(name);
    if (found == nullptr || key.empty()) return found == nullptr ? json::value() : *found;
    auto const* const inner = found->if_object();
    found = inner == nullptr ? nullptr : inner->if_contains(key);
    return found == nullptr ? json::value() : *found;
}

void set_at(json::object& document, std::string_view path, json::value const& value) {
    auto const [name, key] = parts_of_path(path);
    auto& slot = document[name];
    if (key.empty())
        slot = value;
    else
        (slot.is_object() ? slot.get_object() : slot.emplace_object())[key] = value;
    drop_nothings(document);
}

} // namespace muster::simulated
