#include "provider/publisher/state.hpp"

#include "provider/documents.hpp"

#include <algorithm>

namespace muster::provider::publisher {

namespace json = boost::json;

using documents::at_or_null;

namespace {

/// Whether the platform keeps the keys of an object that are not given; all other fields are set whole.
bool is_merged(std::string_view field) {
    return field == "attributes";
}

} // namespace

std::string_view ref_of(json::object const& document) {
    auto const* const text = at_or_null(document, "ref").if_string();
    return text != nullptr ? std::string_view(*text) : std::string_view();
}

bool fields_hold(json::object const& member, json::object const& set) {
    return std::all_of(set.begin(), set.end(), [&](auto const& entry) {
        auto const& now = at_or_null(member, entry.key());
        return is_merged(entry.key()) ? documents::each_key_holds(now, entry.value())
                                      : documents::same(now, entry.value());
    });
}

json::object old_fields(json::object const& member, json::object const& set) {
    json::object old;
    for (auto const& entry : set) {
        auto const& now = at_or_null(member, entry.key());
        auto const* const keys = entry.value().if_object();
        if (keys == nullptr || !is_merged(entry.key()))
            old[entry.key()] = now;
        else
            old[entry.key()] = documents::part_of(now, *keys);
    }
    return old;
}

json::object record_of(json::object const& member, json::object const& set, bool whole) {
    json::object record;
    record["ref"] = at_or_null(member, "ref");
    if (whole)
        for (auto const& entry : member)
            if (entry.key() != "id") record[entry.key()] = entry.value();
    for (auto const& entry : set) {
        auto& slot = record[entry.key()];
        auto const* const keys = entry.value().if_object();
        if (!whole || keys == nullptr || !slot.is_object() || !is_merged(entry.key())) {
            slot = entry.value();
            continue;
        }
        for (auto const& each : *keys) slot.get_object()[each.key()] = each.value();
    }
    return record;
}

} // namespace muster::provider::publisher
