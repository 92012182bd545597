#pragma once
#include "core/node.hpp"
#include "core/shape.hpp"
#include "core/time.hpp"
#include "sink/column.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <vector>

namespace muster::spec {

/// Reads the `columns` of an export: an object of names, and what stands in each (sink::column). `document` =
/// what members' documents hold; nullptr: it is not known. `now`: for relative dates. Mistakes and warnings
/// are noted at their places.
std::vector<sink::column> read_columns(core::node const& n, core::shape const* document,
                                       std::optional<core::wall_time> now);

/// The JSON Schema of `columns`; refers to `#/$defs/where`.
boost::json::object columns_schema();

} // namespace muster::spec
