#pragma once
#include "core/node.hpp"
#include "schedule/zone.hpp"

namespace muster::spec {

/// Reads the key `timezone` of a block, which has to be there. With a mistake, noted, it is UTC.
schedule::zone read_time_zone(core::node const& block);

} // namespace muster::spec
