#pragma once
#include "core/time.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace muster::sandbox::memberstack {

/// The document of a member that is just made: no e-mail address yet, no fields, no plans.
boost::json::object new_document(std::string_view id, core::wall_time created);

/// Sets what a create or update call may set: `customFields` and `metaData` are merged one level deep, and
/// `metaData` loses `false`, 0 and `""`; the others are replaced. True if there was anything. Nothing may be
/// wrong with `body` (objection_to_fields).
bool apply_fields(boost::json::object& document, boost::json::object const& body);

/// Whether the member has a connection to the plan, whatever its status.
bool has_plan(boost::json::object const& document, std::string_view plan_id);
/// Connects the member, who must not have the plan, to a free plan.
void give_plan(boost::json::object& document, std::string_view plan_id, std::string_view connection_id);
/// Takes away the connection to the plan, which the member must have.
void take_plan(boost::json::object& document, std::string_view plan_id);

} // namespace muster::sandbox::memberstack
