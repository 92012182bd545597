#pragma once
#include "core/node.hpp"
#include "core/shape.hpp"
#include "core/time.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace muster::spec {

/// Reads the `export` of a spec into `result`. `document` = what members' documents hold; nullptr: it is not
/// known. `now`: for relative dates. Mistakes and warnings are noted at their places.
void read_export(core::node const& n, core::shape const* document, std::optional<core::wall_time> now,
                 spec& result);

/// Notes what a spec with an `export` cannot have beside it.
void check_export(core::node const& root);

/// The JSON Schema of the block; refers to `#/$defs/where`. `secret` = that of a reference to one.
boost::json::object export_schema(boost::json::object const& secret);

} // namespace muster::spec
