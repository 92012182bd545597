#pragma once
#include "core/node.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

namespace muster::spec {

/// Reads `canary` or `rollout` of a spec, the steps in which its members pass; mistakes are noted.
void read_steps(core::node const& root, spec& s);

/// The JSON Schema of a `rollout`.
boost::json::object rollout_schema();

} // namespace muster::spec
