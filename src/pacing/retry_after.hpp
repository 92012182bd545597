#pragma once
#include "core/time.hpp"

#include <optional>
#include <string_view>

namespace muster::pacing {

/// The longest that a platform's word holds us. What asks for more is more likely mistaken than patient, and
/// it is asked again after this anyway.
inline constexpr core::duration longest_wait = std::chrono::hours{1};

/// What a Retry-After field asks for: seconds, or an HTTP date of which `now` is taken; from 0 to
/// longest_wait. nullopt if it says neither.
std::optional<core::duration> parse_retry_after(std::string_view field, core::wall_time now);

/// How long a 429 asks us to wait: what its Retry-After says, or, where it has none, until the
/// RateLimit-Reset (rate_limit_hint). From 0 to longest_wait; nullopt if it says neither, or a reset within a
/// second: that is rounded up, and tells less than trying does.
std::optional<core::duration> throttle_wait(std::string_view retry_after, std::string_view reset,
                                            core::wall_time now);

/// How long to send nothing, by the fields RateLimit-Limit, -Remaining and -Reset or their X-RateLimit forms:
/// until the reset where nothing remains. `reset` is in seconds from now, or in seconds or milliseconds since
/// 1970: three habits that cannot be mistaken for each other. `pace`: how many requests we send in a second
/// at most; 0 = as many as we can. From 0 to longest_wait; nullopt where requests remain, where the limit is
/// 0 (a way to say that there is none), where a field is missing or no number, and where so many are allowed
/// until the reset that our pace keeps to the limit: who keeps to 25 a second leaves nothing of it, and need
/// not stop for that.
std::optional<core::duration> rate_limit_hint(std::string_view limit, std::string_view remaining,
                                              std::string_view reset, core::wall_time now, double pace);

} // namespace muster::pacing
