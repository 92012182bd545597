#pragma once
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <type_traits>

namespace muster::pacing {

/// How fast requests may be sent: what the platform allows, or what the user asked for.
struct rate_limit {
    double per_second = 0; ///< requests in a second, evenly spaced, at least 1e-6; 0 = no limit of ours
};

/// What is added to the spacing between two requests, beyond what the limit asks for: a server that allows no
/// burst refuses what comes a millisecond early by its own clock, and the way there makes more of that.
struct learnt_margin {
    std::int64_t at = 0; ///< when it was last widened
    double seconds = 0;  ///< how wide it was then; it fades
};

/// What the limiter knows. Plain data, so that it can live in a file that several processes share; `{}` is a
/// fresh one. Instants are nanoseconds on core::instant's clock, 0 = never. Only the functions below write
/// it.
struct rate_state {
    std::int64_t touched_at = 0; ///< the latest `now` that was seen; a state from before a reboot shows here
    std::int64_t next_slot_at = 0; ///< nobody sends before this
    std::int64_t held_until = 0;   ///< nor before this, after a throttle

    std::int64_t slowed_at = 0;          ///< when a throttle was last reacted to
    std::int64_t climb_from = 0;         ///< when the climb back began
    double slowed_to = 0;                ///< requests/s right after that reaction
    double ceiling = 0;                  ///< requests/s at which the throttle came
    std::int64_t accepted_since = 0;     ///< requests sent after slowed_at that were not throttled
    std::int64_t accepted_before = 0;    ///< the same between the last reaction and the one before
    std::int64_t throttled_in_a_row = 0; ///< reactions since one was accepted

    std::int64_t second_began_at = 0;      ///< start of the second being counted
    std::int64_t accepted_this_second = 0; ///< replies in it that were not 429
    std::int64_t accepted_last_second = 0; ///< replies in the one before

    learnt_margin margin; ///< the last: what came later stands behind the rest of the file (shared_format)
};
static_assert(std::is_trivially_copyable_v<rate_state>);

/// Takes a slot if one is due: nullopt = taken, send now; else the instant at which to ask again. Spacing
/// counts from the moment of taking, so a late timer never brings two requests closer together.
std::optional<core::instant> take(rate_state& state, rate_limit const& limit, core::instant now);

/// When the next slot is due; nullopt = it is.
std::optional<core::instant> due(rate_state& state, core::instant now);

/// What is kept between a request at `now` and the next one; nullopt without a limit.
std::optional<core::duration> spacing(rate_state const& state, rate_limit const& limit, core::instant now);

/// Notes that what took its slot left only at `sent_at`, as writing the state down took long, or the machine
/// was busy: the next one keeps its distance from that.
void sent_late(rate_state& state, rate_limit const& limit, core::instant sent_at);

/// Notes a 429 for a request that was sent at `sent_at`. One that comes alone, at the rate that was asked
/// for, is a lost slot: requests are spaced a little wider for a while. Where others came shortly before, the
/// rate drops and everyone is held. `wait` is the platform's word on how long to hold, already capped, and is
/// kept to in any case; without it the hold grows with each throttle in a row. A throttle of a request sent
/// before the last reaction is no news: it lengthens the hold by its `wait` only. `uniform01` is random in
/// [0, 1).
void throttled(rate_state& state, rate_limit const& limit, core::instant now, core::instant sent_at,
               std::optional<core::duration> wait, double uniform01);

/// Notes a reply that was not a 429, to a request that was sent at `sent_at`.
void accepted(rate_state& state, core::instant now, core::instant sent_at);

/// Nobody sends before `until`: for platforms that tell in advance that the allowance is used up.
void hold(rate_state& state, core::instant now, core::instant until);

/// Requests per second that we allow ourselves at `now`, margins left out; 0 = no limit.
double current_rate(rate_state const& state, rate_limit const& limit, core::instant now);

/// Until when a throttle or a hint holds everyone; in the past if nothing does.
core::instant held_until(rate_state const& state);

} // namespace muster::pacing
