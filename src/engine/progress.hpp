#pragma once
#include "core/time.hpp"
#include "engine/reply_counts.hpp"
#include "journal/state.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace muster::engine {

/// What happened on the wire so far.
struct traffic {
    std::uint64_t requests = 0;  ///< sent
    std::uint64_t throttled = 0; ///< of these, answered 429
    std::uint64_t faults = 0;    ///< calls without a reply, sent or not
    std::uint64_t received = 0;  ///< bytes of reply bodies
    reply_counts replies{};
};

/// How far a job is, for a display.
struct progress {
    std::uint64_t seen = 0;
    std::uint64_t matched = 0;
    std::optional<std::uint64_t> list_total;
    journal::counts totals;
    traffic wire;
    std::size_t in_flight = 0;               ///< requests that are sent, and not answered yet
    double allowed_rate = 0;                 ///< requests/s; 0 = no limit
    std::optional<core::instant> held_until; ///< a throttle holds everyone until then
    bool platform_down = false;
    core::duration down_for{};  ///< how long it has been, if it is
    bool paused = false;        ///< until somebody lets it go on
    bool window_closed = false; ///< nothing is sent until the next one opens
    std::string next_window{};  ///< when that is, for people; empty while one is open
    std::string
        quota_until{}; ///< when a quota lets the next request go, for people; empty: none is in the way
    std::string store_trouble{}; ///< why what hosts share cannot be had, so that nothing is sent; else empty
};

/// What a job's journal alone tells of it.
progress progress_of(journal::state const& s);

/// How much of the job is done, 0..1: members settled, of those that will match if the rest of the list is
/// like what was seen of it. nullopt where the platform tells no total.
std::optional<double> part_done(progress const& p);

} // namespace muster::engine
