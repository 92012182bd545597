#pragma once
#include "core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

namespace muster::pacing {

/// A limit over a long span: in any span of `window`, however it lies, no more than so many requests.
struct quota {
    std::uint64_t requests = 0; ///< 1 to 10^9
    core::duration window{};    ///< a minute to some months
};

/// For people: `1,000 requests an hour`, `300 requests in 1m 30s`.
std::string describe(quota const& limit);

/// The clocks that a quota goes by. Where processes share a state, they are read while it is locked.
struct quota_time {
    core::duration uptime{}; ///< since the machine started, its sleep included (CLOCK_BOOTTIME)
    core::wall_time wall;
};

/// What was sent under a quota of late, in buckets of a 240th of its window: how many requests, not when
/// each. Plain data, so that it can live in a file that several processes share; `{}` is a fresh one. It is
/// bound to one window, not to the number of requests: jobs may know different ones. Only the functions below
/// write it.
///
/// A bucket counts until all of it, and a bucket's width more, is older than the window. So no span of the
/// window's length holds more than the quota, also where the platform counts: a request may be on its way for
/// up to a 240th of the window longer than others (15 s of an hour). What that costs is two buckets: 240/242
/// of the quota, 99.2 %, can be used.
///
/// Time goes by how long the machine has been up, which nobody can set, so a clock that is set while it is up
/// changes nothing. Only the time for which the machine was down has to be taken from the clock on the wall:
/// what that tells between the last use and now, but no less than the machine has been up again. A clock that
/// went back meanwhile keeps what was used for longer, up to one window after the machine's start; one that
/// went forward frees as much as the same time would have freed. Nothing else tells the two from time that
/// passed, so neither can be avoided.
struct quota_state {
    static constexpr std::size_t live_buckets = 242;

    std::int64_t bucket_width = 0;    ///< ns; 0 = fresh
    std::int64_t touched_at = 0;      ///< ns of the state's own time, which goes on over restarts
    std::int64_t touched_wall = 0;    ///< ns since 1970, at that moment
    std::int64_t ahead_of_uptime = 0; ///< ns, of the state's own time
    std::uint64_t boot = 0;           ///< the machine's start that uptime counts from; 0 = not known
    std::uint64_t restarted = 0;      ///< 1: the machine has started anew since the state was touched
    std::uint64_t used = 0;           ///< sum of the buckets
    std::array<std::uint32_t, live_buckets> buckets{}; ///< bucket n stands at n modulo their number
};
static_assert(std::is_trivially_copyable_v<quota_state>);

/// What was taken: the bucket that it counts in.
using quota_slot = std::int64_t;

/// Takes `n` requests, to be sent right now, if so many may go; else none, and nullopt.
std::optional<quota_slot> take(quota_state& state, quota const& limit, quota_time const& now,
                               std::uint64_t n = 1);

/// Gives back one request that was taken and did not leave.
void restore(quota_state& state, quota const& limit, quota_time const& now, quota_slot taken);

/// How many requests may go now.
std::uint64_t room(quota_state& state, quota const& limit, quota_time const& now);

/// How long it takes until at least `n` may go together, if nobody takes any; zero if they may go now. `n` is
/// at least 1, and no more than the quota ever lets go.
core::duration wait_for_room(quota_state& state, quota const& limit, quota_time const& now,
                             std::uint64_t n = 1);

/// Tells the state which start of the machine `uptime` counts from: a number that no other start has. Where
/// it is another than before, the time for which the machine was down is counted at the next use. Without it,
/// another start is told by an uptime that is shorter than before.
void note_boot(quota_state& state, std::uint64_t boot);

} // namespace muster::pacing
