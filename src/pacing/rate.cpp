#include "pacing/rate.hpp"

#include "pacing/backoff.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace muster::pacing {
namespace {

using core::duration;
using core::instant;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Requests are spaced this much wider than the limit asks. A strict server that counts 25 in a sliding
/// second then tolerates 6 ms between the slowest and the fastest of them on the way; and 99 % of the rate is
/// still kept when each timer fires 0.1 ms late.
constexpr double spacing_margin = 1.006;

/// Adaptation goes no lower: a platform that allows less than this has an outage, not a limit.
constexpr double min_rate = 0.1;

/// The share of the rate that a throttle leaves: with n requests accepted around the last two throttles, the
/// platform takes about n of n + 2, within these bounds. Two, as one alone may be chance. The lower bound
/// keeps an unlucky burst from stalling the job, the upper gets the rate off the edge, where network jitter
/// throttles.
constexpr double hardest_cut = 0.7;
constexpr double gentlest_cut = 0.975;

/// More accepted requests than this between two throttles are counted as this many, so that a limit that
/// drops is noticed after two of them. The first throttle of all is taken as if as many had come before.
constexpr std::int64_t long_memory = 40;

/// What we begin with where no limit is known and the first second was refused before it could be measured.
constexpr double first_guess = 10;

/// Throttles in a row that cut the rate. What is refused even after growing pauses is refused by a ban, not
/// by a limit, and says nothing about the rate.
constexpr std::int64_t cuts_in_a_row = 3;

/// How steeply the rate climbs back: ceiling · (1 + steepness · (t - k)³), t in seconds since the cut, k such
/// that it begins at the rate that was cut to. Fast far below the ceiling, flat near it (k is 9 s after a
/// gentle cut), and faster the longer nothing happens beyond it: five times the ceiling after a minute.
constexpr double steepness = 3e-5;

/// Where a throttle costs a longer hold than this, the climb takes longer in proportion, so that holds stay a
/// small part of the whole; up to the slowest climb, so that a limit that was lifted is found at all.
constexpr double comfortable_hold_s = 0.4;
constexpr double slowest_climb = 20;

/// The hold after a throttle without a word on how long: short, as a limit per second is free again within
/// one; doubled for each further throttle in a row, up to the longest. The random part keeps hosts apart.
constexpr duration first_hold = milliseconds{100};
constexpr duration longest_hold = seconds{30};

/// A state touched later than now by more than this is from before a reboot, where the clock began again.
/// Less is another process that read the clock after us and got the lock before us.
constexpr duration clock_slack = seconds{10};

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

std::int64_t to_count(instant t) {
    return duration{t.time_since_epoch()}.count();
}
instant to_instant(std::int64_t count) {
    return instant{duration{count}};
}

double in_seconds(std::int64_t nanoseconds) {
    return static_cast<double>(nanoseconds) / nanoseconds_per_second;
}

void forget_other_boot(rate_state& state, instant now) {
    if (state.touched_at > to_count(now + clock_slack)) state = {};
}

void touch(rate_state& state, instant now) {
    forget_other_boot(state, now);
    state.touched_at = std::max(state.touched_at, to_count(now));
}

/// Moves the counted second on to the one that holds `now`.
void roll_second(rate_state& state, std::int64_t now) {
    auto const passed = now - state.second_began_at;
    if (passed < nanoseconds_per_second) return;
    auto const adjacent = passed < 2 * nanoseconds_per_second;
    state.accepted_last_second = adjacent ? state.accepted_this_second : 0;
    state.accepted_this_second = 0;
    state.second_began_at = adjacent ? state.second_began_at + nanoseconds_per_second : now;
}

/// About how many requests were accepted in the second before `now`.
double accepted_per_second(rate_state& state, std::int64_t now) {
    roll_second(state, now);
    auto const into = static_cast<double>(now - state.second_began_at) / nanoseconds_per_second;
    return static_cast<double>(state.accepted_this_second)
           + static_cast<double>(state.accepted_last_second) * std::clamp(1 - into, 0.0, 1.0);
}

/// The share of the rate that this throttle leaves.
double cut(rate_state const& state) {
    if (state.throttled_in_a_row >= cuts_in_a_row) return 1;
    auto const taken = static_cast<double>(state.accepted_before + state.accepted_since);
    return std::clamp(taken / (taken + 2), hardest_cut, gentlest_cut);
}

duration backoff(std::int64_t throttles_before, double uniform01) {
    constexpr auto long_since_the_longest = std::int64_t{100};
    auto const n = static_cast<unsigned>(std::min(throttles_before, long_since_the_longest));
    auto const least = doubled(first_hold, longest_hold, n) / 2;
    return least + full_jitter(least, least, 0, uniform01);
}

void slow_down(rate_state& state, rate_limit const& limit, instant now) {
    auto const before = current_rate(state, limit, now);
    auto const first = state.slowed_at == 0;
    state.accepted_since = first ? long_memory : std::min(state.accepted_since, long_memory);
    if (first) state.accepted_before = long_memory;
    auto const from = before > 0 ? before : std::max(accepted_per_second(state, to_count(now)), first_guess);
    if (state.throttled_in_a_row == 0) state.ceiling = from; // further ones in a row are its echo
    state.slowed_to = std::max(from * cut(state), min_rate);
    state.slowed_at = to_count(now);
    state.accepted_before = std::exchange(state.accepted_since, 0);
    ++state.throttled_in_a_row;
}

void hold_until(rate_state& state, instant until) {
    state.held_until = std::max(state.held_until, to_count(until));
    state.climb_from = std::max(state.slowed_at, state.held_until); // nothing is learnt while nothing is sent
}

} // namespace

std::optional<instant> take(rate_state& state, rate_limit const& limit, instant now) {
    forget_other_boot(state, now);
    auto const due = std::max(state.next_slot_at, state.held_until);
    if (to_count(now) < due) return to_instant(due);
    touch(state, now);
    auto const rate = current_rate(state, limit, now);
    if (rate > 0) {
        auto const spacing = spacing_margin / rate * nanoseconds_per_second;
        state.next_slot_at = to_count(now) + static_cast<std::int64_t>(std::ceil(spacing));
    }
    return std::nullopt;
}

void throttled(rate_state& state, rate_limit const& limit, instant now, instant sent_at,
               std::optional<duration> wait, double uniform01) {
    touch(state, now);
    auto const told = wait && *wait > duration::zero();
    auto const news = state.slowed_at == 0 || to_count(sent_at) > state.slowed_at;
    auto const throttles_before = state.throttled_in_a_row;
    if (news) slow_down(state, limit, now);
    if (told)
        hold_until(state, now + *wait);
    else if (news)
        hold_until(state, now + backoff(throttles_before, uniform01));
}

void accepted(rate_state& state, instant now, instant sent_at) {
    touch(state, now);
    roll_second(state, to_count(now));
    ++state.accepted_this_second;
    if (to_count(sent_at) <= state.slowed_at) return; // it says nothing about the rate we slowed down to
    ++state.accepted_since;
    state.throttled_in_a_row = 0;
}

void hold(rate_state& state, instant now, instant until) {
    touch(state, now);
    state.held_until = std::max(state.held_until, to_count(until));
}

double current_rate(rate_state const& state, rate_limit const& limit, instant now) {
    if (state.slowed_at == 0) return limit.per_second;
    auto const slowness =
        std::clamp(in_seconds(state.climb_from - state.slowed_at) / comfortable_hold_s, 1.0, slowest_climb);
    auto const climbing = std::max(in_seconds(to_count(now) - state.climb_from), 0.0) / slowness;
    auto const flat_at = std::cbrt((1 - state.slowed_to / state.ceiling) / steepness);
    auto const beyond = std::pow(climbing - flat_at, 3) * steepness;
    auto const rate = std::max(state.ceiling * (1 + beyond), min_rate);
    return limit.per_second > 0 ? std::min(rate, limit.per_second) : rate;
}

instant held_until(rate_state const& state) {
    return to_instant(state.held_until);
}

} // namespace muster::pacing
