#pragma once
#include "core/time.hpp"
#include "provider/provider.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// One member on its way to an outcome.
struct pending_member {
    provider::assignment task;
    boost::json::object before; ///< what the change overwrites
    std::string email;          ///< for the journal; empty where the platform sent none
    std::uint64_t page = 0;     ///< the page that it came from
    bool has_intent = false;    ///< its intent is in the journal
    /// A request that carried the change may have taken effect: nothing is sent before that is settled.
    bool doubtful = false;
    bool was_doubtful = false;               ///< so it was at some time
    std::uint64_t attempts = 0;              ///< requests that carried the change
    std::optional<core::instant> first_sent; ///< its first request of this run, to change or to look at it
    /// The change as completed from the member's present state, where it needs that; good for the next
    /// request only.
    std::optional<core::change> completed;
};

/// How a unit's requests failed in ways that may pass.
struct trouble {
    unsigned failures = 0;
    unsigned blamed =
        0; ///< of these, those that count against the unit: the platform was alive all the while
    std::optional<core::instant> failed_at; ///< the last of them
    /// The first of them since the platform last answered anybody.
    std::optional<core::instant> failing_since;
    std::string last; ///< for people
};

/// What one request carries: 1..n members, n being provider::members_per_request.
struct unit {
    std::vector<pending_member> members;
    engine::trouble trouble;
};

} // namespace muster::engine
