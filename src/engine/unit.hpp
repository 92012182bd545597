#pragma once
#include "core/outcome.hpp"
#include "core/time.hpp"
#include "engine/rare.hpp"
#include "provider/provider.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// What the platform would not let us do with a member (core::refused::cause::permission).
struct prohibition {
    core::refused why;
    bool of_look = false; ///< to read it, not to change it
};

/// One member on its way to an outcome. A unit holds thousands, so what few of them need takes little room.
struct pending_member {
    provider::assignment task;
    boost::json::object before; ///< what the change overwrites
    std::string email;          ///< for the journal; empty where the platform sent none
    std::string row;            ///< for the journal: journal::intent::row
    std::uint64_t page = 0;     ///< the page that it came from
    bool has_intent = false;    ///< its intent is in the journal
    /// A request that carried the change may have taken effect: nothing is sent before that is settled.
    bool doubtful = false;
    bool was_doubtful = false; ///< so it was at some time
    /// What the platform refused it with, although that may mean something else: one look tells.
    rare<core::rejected> rejection;
    /// Whether for this member alone or for any, asking for something else tells.
    rare<prohibition> forbidden;
    rare<core::change> if_there;             ///< proposal::if_there
    std::uint64_t attempts = 0;              ///< requests that carried the change
    std::optional<core::instant> first_sent; ///< its first request of this run, to change or to look at it
    /// The change as completed from the member's present state, where it needs that; good for the next
    /// request only.
    rare<core::change> completed;
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
    /// Its intents stand before there in the journal, which must be durable up to there before it is sent; 0
    /// = not all of them were written yet.
    std::uint64_t noted_before = 0;
    engine::trouble trouble;
    bool forbidden_whole = false; ///< `forbidden` was said of all its members together
    /// The most members that one look asks for: fewer than the platform takes, after it refused more
    /// together.
    std::size_t looked_up_at_once = std::numeric_limits<std::size_t>::max();
};

/// The second half of a unit of two or more, taken off it; both begin without the trouble that they had
/// together.
unit split_off(unit& whole);

/// What becomes of a member that is not there (any more), which its change is for.
core::outcome when_missing(pending_member const& m);

} // namespace muster::engine
