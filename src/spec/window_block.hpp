#pragma once
#include "core/node.hpp"
#include "schedule/window.hpp"

#include <boost/json/object.hpp>

namespace muster::spec {

/// Reads `window`: one, or a list of them. Mistakes are noted; then the result is not to be used.
/// `request_timeout` = how long a request may take, which a window should outlast.
schedule::windows read_windows(core::node const& n, core::duration request_timeout);

/// The JSON Schema of `window`.
boost::json::object window_schema();

} // namespace muster::spec
