#pragma once
#include "core/node.hpp"
#include "schedule/timetable.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

namespace muster::spec {

/// Reads `schedule`. Mistakes are noted; then it may be nullopt. `name` = the spec's.
std::optional<schedule::timetable> read_timetable(core::node const& n, std::string_view name);

/// The JSON Schema of `schedule`.
boost::json::object schedule_schema();

} // namespace muster::spec
