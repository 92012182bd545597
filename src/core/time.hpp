#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace muster::core {

/// A point on the monotonic clock (CLOCK_MONOTONIC: one clock for all processes of a host).
using instant = std::chrono::steady_clock::time_point;
/// A span of time, in the monotonic clock's own unit (nanoseconds).
using duration = std::chrono::steady_clock::duration;
/// A point on the wall clock (UTC), for people and files; never used to measure a span.
using wall_time = std::chrono::system_clock::time_point;

/// Writes `t` as `2026-01-31T09:05:07.123Z`.
std::string to_iso8601(wall_time t);

/// Reads an ISO 8601 date or date-time: `2026-01-31`, `2026-01-31T09:05`, `...:07`, `...:07.123`, each with
/// `Z` or `+hh:mm`; without a zone it is UTC, as the platforms' own dates are. Up to nine digits of a second;
/// the years 1678 to 2261, which a wall_time can hold. Anything else: nullopt.
std::optional<wall_time> parse_iso8601(std::string_view text);

/// Reads `500ms`, `30s`, `10m`, `1h`, `2d`: a whole number and one unit. Anything else, or more than 10
/// years: nullopt.
std::optional<duration> parse_duration(std::string_view text);

/// Writes a span for people, in its two largest units: `450ms`, `12s`, `3m 05s`, `2h 10m`, `1d 03h`; rounded
/// down.
std::string describe(duration d);

} // namespace muster::core
