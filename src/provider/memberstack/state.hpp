#pragma once
#include "core/change.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::provider::memberstack {

/// Whether `planConnections` of a member's document holds an active connection to the plan.
bool has_plan(boost::json::object const& member, std::string_view plan_id);

/// Whether the fields of an update already hold their new values: `customFields` and `metaData` key by key
/// (the platform merges them shallowly), `json` whole or, with `merge`, as far as the merge reaches. A
/// null is the same as a missing key; so are `false`, 0 and `""` where `metaData` is to hold them, as it
/// loses them; and e-mail addresses compare without case.
bool fields_hold(boost::json::object const& member, boost::json::object const& set, bool merge);

/// The old values of what an update sets, in the shape of `set`; null where there was none.
boost::json::object old_fields(boost::json::object const& member, boost::json::object const& set);

/// The fields of a member's document in which a change shows; nullopt: it may be any.
std::optional<std::vector<std::string>> fields_behind(core::change const& c);

/// The member's connections to a plan, as `{"planConnections": [...]}`.
boost::json::object old_connections(boost::json::object const& member, std::string_view plan_id);

} // namespace muster::provider::memberstack
