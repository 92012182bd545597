#pragma once
#include "provider/provider.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace muster::engine {

/// One member on its way to an outcome.
struct pending_member {
    provider::assignment task;
    boost::json::object before; ///< what the change overwrites
    std::uint64_t page = 0;     ///< the page that it came from
    bool has_intent = false;    ///< its intent is in the journal
    /// A request that carried the change may have taken effect: read back before sending.
    bool doubtful = false;
    bool was_doubtful = false;  ///< so it was at some time
    std::uint64_t attempts = 0; ///< requests that carried the change
    unsigned failures = 0;      ///< requests for it that failed in a way that may pass
    unsigned blamed = 0; ///< of these, those that count against it: the platform was alive all the while
    std::optional<core::instant> failed_at; ///< the last of them
    /// The first of them since the platform last answered anybody.
    std::optional<core::instant> failing_since;
    std::string last_failure; ///< for people
};

/// What one request carries: 1..n members, n being the provider's members_per_request.
using unit = std::vector<pending_member>;

} // namespace muster::engine
