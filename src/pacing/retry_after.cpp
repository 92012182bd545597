#include "pacing/retry_after.hpp"

#include "core/ascii.hpp"
#include "pacing/http_date.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace muster::pacing {
namespace {

using core::duration;
using core::wall_time;

/// A reset from here on is a date in seconds (2001 or later): nobody announces a limit 31 years ahead.
constexpr std::uint64_t first_epoch_seconds = 1'000'000'000;
/// And from here on one in milliseconds (1973 or later), as one in seconds would be in the year 5138.
constexpr std::uint64_t first_epoch_milliseconds = 100'000'000'000;

/// The number that `text` is; one too great for the type is its greatest, as it is capped later anyway.
std::optional<std::uint64_t> number(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    auto value = std::uint64_t{0};
    auto const result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc::result_out_of_range ? UINT64_MAX : value;
}

/// The number that a field begins with: `100, 100;w=60` is a limit of 100, `0.35` is 0 rounded down.
std::optional<std::uint64_t> leading_number(std::string_view field) {
    field = core::trimmed(field, " \t");
    return number(field.substr(0, field.find_first_of(" ,;.")));
}

duration seconds_capped(std::uint64_t seconds) {
    constexpr auto most = std::chrono::duration_cast<std::chrono::seconds>(longest_wait).count();
    return std::chrono::seconds{std::min(seconds, static_cast<std::uint64_t>(most))};
}

/// How long it is until a reset, by any of the three habits.
std::optional<duration> until_reset(std::string_view reset, wall_time now) {
    auto const when = leading_number(reset);
    if (!when) return std::nullopt;
    if (*when < first_epoch_seconds) return seconds_capped(*when);
    auto const reset_at = *when < first_epoch_milliseconds ? *when : *when / 1000;
    auto const since_epoch = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    auto const now_at = static_cast<std::uint64_t>(std::max<std::int64_t>(since_epoch, 0));
    return seconds_capped(reset_at > now_at ? reset_at - now_at : 0);
}

/// A reset is told in whole seconds, and rounded up.
constexpr duration rounding = std::chrono::seconds{1};

bool keeps_to(std::uint64_t limit, duration until_reset, double pace) {
    auto const at_least = std::chrono::duration<double>(std::max(until_reset - rounding, duration::zero()));
    return pace > 0 && pace * at_least.count() <= static_cast<double>(limit);
}

} // namespace

std::optional<duration> parse_retry_after(std::string_view field, wall_time now) {
    field = core::trimmed(field, " \t");
    if (auto const seconds = number(field)) return seconds_capped(*seconds);
    auto const date = parse_http_date(field, now);
    if (!date) return std::nullopt;
    // Compared before they are subtracted: centuries do not fit a duration.
    if (*date <= now) return duration::zero();
    return *date >= now + longest_wait ? longest_wait : *date - now;
}

std::optional<duration> throttle_wait(std::string_view retry_after, std::string_view reset, wall_time now) {
    if (auto const told = parse_retry_after(retry_after, now)) return told;
    auto const wait = until_reset(reset, now);
    return wait && *wait > rounding ? wait : std::nullopt;
}

std::optional<duration> rate_limit_hint(std::string_view limit, std::string_view remaining,
                                        std::string_view reset, wall_time now, double pace) {
    auto const allowed = leading_number(limit);
    auto const left = leading_number(remaining);
    auto const wait = until_reset(reset, now);
    if (!allowed || *allowed == 0 || !left || *left > 0 || !wait) return std::nullopt;
    if (keeps_to(*allowed, *wait, pace)) return std::nullopt;
    return wait;
}

} // namespace muster::pacing
