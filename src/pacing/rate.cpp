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

/// A throttle before which as many were accepted came alone. At the rate that was asked for, that is chance:
/// the next one is accepted. Fewer in between mean that one in forty is too many.
constexpr std::int64_t alone = long_memory;

/// What a throttle that came alone adds to the margin: a little, or a part of what there is, so that it takes
/// few of them to find what a rough way needs; up to a share of the spacing, beyond which it is the rate that
/// is wrong.
constexpr double first_widening_s = 0.0001;
constexpr double widening = 0.25;
constexpr double widest_margin = 0.1;

/// The margin falls to 1/e in this time, which ends with about one request in 400 refused: more would cost
/// more slots than the margin does, and for fewer it had to be much wider.
constexpr double margin_lasts_s = 60;

/// How steeply the rate climbs back: ceiling · (1 + steepness · (t - k)³), t in seconds since the cut, k such
/// that it begins at the rate that was cut to. Fast far below the ceiling, flat near it (k is 11 s after a
/// gentle cut), and faster the longer nothing happens beyond it: five times the ceiling after 70 s.
constexpr double steepness = 2e-5;

/// Where a throttle costs a longer hold than this, the climb takes longer in proportion from here below the
/// ceiling on, and so does the margin to fade, so that holds stay a small part of the whole; up to the
/// slowest, so that a limit that was lifted is found at all.
constexpr double comfortable_hold_s = 0.1;
constexpr double slowest = 20;
constexpr double near_ceiling = 0.03;

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

/// How many times longer a throttle has to be worth that costs such a hold.
double slowness(double hold_s) {
    return std::clamp(hold_s / comfortable_hold_s, 1.0, slowest);
}

/// The same for the last one.
double slowness(rate_state const& state) {
    return slowness(in_seconds(state.climb_from - state.slowed_at));
}

/// Seconds.
double margin(rate_state const& state, instant now) {
    // Later than all else: from before a reboot, of which an earlier version did not clear it.
    if (state.margin.at > state.touched_at) return 0;
    auto const age = std::max(in_seconds(to_count(now) - state.margin.at), 0.0);
    return state.margin.seconds * std::exp(-age / (margin_lasts_s * slowness(state)));
}

/// When the slot after one at `now` is due; nullopt without a limit.
std::optional<std::int64_t> next_slot(rate_state const& state, rate_limit const& limit, instant now) {
    auto const kept = spacing(state, limit, now);
    return kept ? std::optional(to_count(now) + kept->count()) : std::nullopt;
}

/// A dear throttle widens it by more: that is to last for longer.
void widen_margin(rate_state& state, rate_limit const& limit, instant now, std::optional<duration> wait) {
    auto const widest = widest_margin / std::max(current_rate(state, limit, now), min_rate);
    auto const before = margin(state, now);
    auto const step = std::max(first_widening_s, widening * before)
                      * std::cbrt(slowness(wait ? in_seconds(wait->count()) : 0));
    state.margin = {to_count(now), std::min(before + step, widest)};
}

bool came_alone(rate_state const& state) {
    return state.slowed_at == 0 || state.accepted_since >= alone;
}

/// Whether nothing that we learnt keeps us below what was asked for.
bool at_limit(rate_state const& state, rate_limit const& limit, instant now) {
    constexpr auto nearly = 0.999; // the climb comes to it only at its flattest
    return limit.per_second > 0 && current_rate(state, limit, now) >= nearly * limit.per_second;
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

/// Reacts to a throttle: by less of the rate, unless it is a slot lost by chance.
void react(rate_state& state, rate_limit const& limit, instant now, bool by_chance) {
    auto const before = current_rate(state, limit, now);
    auto const first = state.slowed_at == 0;
    state.accepted_since = first ? long_memory : std::min(state.accepted_since, long_memory);
    if (first) state.accepted_before = long_memory;
    auto const from = before > 0 ? before : std::max(accepted_per_second(state, to_count(now)), first_guess);
    if (state.throttled_in_a_row == 0) state.ceiling = from; // further ones in a row are its echo
    state.slowed_to = std::max(by_chance ? from : from * cut(state), min_rate);
    state.slowed_at = to_count(now);
    state.climb_from = std::max(state.slowed_at, state.held_until);
    state.accepted_before = std::exchange(state.accepted_since, 0);
    ++state.throttled_in_a_row;
}

void hold_until(rate_state& state, instant until) {
    state.held_until = std::max(state.held_until, to_count(until));
    state.climb_from = std::max(state.slowed_at, state.held_until); // nothing is learnt while nothing is sent
}

} // namespace

std::optional<instant> due(rate_state& state, instant now) {
    forget_other_boot(state, now);
    auto const at = std::max(state.next_slot_at, state.held_until);
    return to_count(now) < at ? std::optional(to_instant(at)) : std::nullopt;
}

std::optional<duration> spacing(rate_state const& state, rate_limit const& limit, instant now) {
    auto const rate = current_rate(state, limit, now);
    if (rate <= 0) return std::nullopt;
    auto const kept = (spacing_margin / rate + margin(state, now)) * nanoseconds_per_second;
    return duration{static_cast<std::int64_t>(std::ceil(kept))};
}

std::optional<instant> take(rate_state& state, rate_limit const& limit, instant now) {
    if (auto const later = due(state, now)) return later;
    touch(state, now);
    if (auto const next = next_slot(state, limit, now)) state.next_slot_at = *next;
    return std::nullopt;
}

void sent_late(rate_state& state, rate_limit const& limit, instant sent_at) {
    touch(state, sent_at);
    if (auto const next = next_slot(state, limit, sent_at))
        state.next_slot_at = std::max(state.next_slot_at, *next);
}

void throttled(rate_state& state, rate_limit const& limit, instant now, instant sent_at,
               std::optional<duration> wait, double uniform01) {
    touch(state, now);
    auto const told = wait && *wait > duration::zero();
    auto const news = state.slowed_at == 0 || to_count(sent_at) > state.slowed_at;
    auto const throttles_before = state.throttled_in_a_row;
    auto const is_alone = came_alone(state);
    if (news) {
        auto const by_chance = is_alone && at_limit(state, limit, now);
        if (is_alone) widen_margin(state, limit, now, told ? wait : std::nullopt);
        react(state, limit, now, by_chance);
    }
    if (told)
        hold_until(state, now + *wait);
    else if (news && !is_alone)
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
    auto const since = std::max(in_seconds(to_count(now) - state.climb_from), 0.0);
    auto const flat_at = std::cbrt((1 - state.slowed_to / state.ceiling) / steepness);
    auto const near_at = std::max(flat_at - std::cbrt(near_ceiling / steepness), 0.0);
    auto const climbing = std::min(since, near_at) + std::max(since - near_at, 0.0) / slowness(state);
    auto const beyond = std::pow(climbing - flat_at, 3) * steepness;
    auto const rate = std::max(state.ceiling * (1 + beyond), min_rate);
    return limit.per_second > 0 ? std::min(rate, limit.per_second) : rate;
}

instant held_until(rate_state const& state) {
    return to_instant(state.held_until);
}

} // namespace muster::pacing
