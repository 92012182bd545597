#include "pacing/quota.hpp"

#include <algorithm>

namespace muster::pacing {
namespace {

using core::duration;

constexpr std::int64_t buckets_in_window = 240;
constexpr auto live = static_cast<std::int64_t>(quota_state::live_buckets);
static_assert(live == buckets_in_window + 2, "the one that is open, and one for what is on its way");

/// An uptime that is shorter than the one seen before by more than this is that of another start. Less is
/// another process that read the clock after us and got the lock before us.
constexpr duration boot_slack = std::chrono::seconds{10};

std::int64_t width_of(quota const& limit) {
    return std::max<std::int64_t>((limit.window.count() + buckets_in_window - 1) / buckets_in_window, 1);
}

std::int64_t wall_count(quota_time const& now) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now.wall.time_since_epoch()).count();
}

std::uint32_t& bucket(quota_state& state, std::int64_t number) {
    return state.buckets.at(static_cast<std::size_t>(number % live));
}

std::int64_t newest(quota_state const& state) {
    return state.touched_at / state.bucket_width;
}

/// Whether the machine has started anew since the state was touched.
bool started_anew(quota_state const& state, quota_time const& now) {
    if (state.restarted != 0) return true;
    auto const own = now.uptime.count() + state.ahead_of_uptime;
    return state.boot == 0 && own < state.touched_at - boot_slack.count();
}

/// How long the machine was down since then, and is up again.
std::int64_t passed_since_touched(quota_state const& state, quota_time const& now) {
    return std::max({wall_count(now) - state.touched_wall, now.uptime.count(), std::int64_t{0}});
}

/// Empties the buckets that no longer count at that time of the state's own.
void roll_to(quota_state& state, std::int64_t own) {
    auto const last = own / state.bucket_width;
    for (auto n = std::max(newest(state) + 1, last - live + 1); n <= last; ++n) {
        state.used -= bucket(state, n);
        bucket(state, n) = 0;
    }
    state.touched_at = own;
}

void touch(quota_state& state, quota const& limit, quota_time const& now) {
    auto const uptime = now.uptime.count();
    if (state.bucket_width != width_of(limit)) {
        auto const boot = state.boot;
        state = {};
        state.boot = boot;
        state.bucket_width = width_of(limit);
        state.ahead_of_uptime = live * state.bucket_width; // no bucket has a number below zero
        state.touched_at = uptime + state.ahead_of_uptime;
    }
    if (started_anew(state, now))
        state.ahead_of_uptime = state.touched_at + passed_since_touched(state, now) - uptime;
    roll_to(state, std::max(uptime + state.ahead_of_uptime, state.touched_at));
    state.touched_wall = wall_count(now);
    state.restarted = 0;
}

std::string with_commas(std::uint64_t n) {
    auto text = std::to_string(n);
    for (auto at = text.size(); at > 3;) text.insert(at -= 3, ",");
    return text;
}

std::string span_text(duration window) {
    if (window == std::chrono::minutes{1}) return " a minute";
    if (window == std::chrono::hours{1}) return " an hour";
    if (window == std::chrono::hours{24}) return " a day";
    return " in " + core::describe(window);
}

} // namespace

std::string describe(quota const& limit) {
    return with_commas(limit.requests) + (limit.requests == 1 ? " request" : " requests")
           + span_text(limit.window);
}

std::optional<quota_slot> take(quota_state& state, quota const& limit, quota_time const& now,
                               std::uint64_t n) {
    if (room(state, limit, now) < n) return std::nullopt;
    auto const slot = newest(state);
    bucket(state, slot) += static_cast<std::uint32_t>(n);
    state.used += n;
    return slot;
}

void restore(quota_state& state, quota const& limit, quota_time const& now, quota_slot taken) {
    touch(state, limit, now);
    if (taken > newest(state) || taken <= newest(state) - live || bucket(state, taken) == 0) return;
    --bucket(state, taken);
    --state.used;
}

std::uint64_t room(quota_state& state, quota const& limit, quota_time const& now) {
    touch(state, limit, now);
    return limit.requests > state.used ? limit.requests - state.used : 0;
}

duration wait_for_room(quota_state& state, quota const& limit, quota_time const& now, std::uint64_t n) {
    if (room(state, limit, now) >= n) return duration::zero();
    auto left = state.used;
    auto const last = newest(state);
    auto at = last - live + 1;
    while (at < last && (left -= bucket(state, at)) + n > limit.requests) ++at;
    return duration{(at + live) * state.bucket_width - state.touched_at};
}

void note_boot(quota_state& state, std::uint64_t boot) {
    if (state.boot == boot) return;
    if (state.bucket_width != 0 && state.boot != 0 && boot != 0) state.restarted = 1;
    state.boot = boot;
}

} // namespace muster::pacing
