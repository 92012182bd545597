#pragma once
#include "core/node.hpp"
#include "provider/profile.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace muster::spec {

/// Reads the `quota` of a pace: it takes the place of the platform's own (`of_platform`), and is counted by
/// what that is counted by, or else by the key; null lifts it.
std::vector<provider::limit> read_quota(core::node const& n, std::vector<provider::limit> of_platform);

/// Its JSON Schema.
boost::json::object quota_schema();

} // namespace muster::spec
