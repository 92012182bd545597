#pragma once
#include "core/node.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

namespace muster::spec {

/// Reads the `to` of an export into `result`: a file, or a table of a database. Mistakes are noted at their
/// places.
void read_target(core::node const& n, spec& result);

/// The JSON Schema of `to`. `secret` = that of a reference to one.
boost::json::object target_schema(boost::json::object const& secret);

} // namespace muster::spec
