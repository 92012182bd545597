#pragma once
#include "core/time.hpp"

#include <optional>
#include <string_view>

namespace muster::pacing {

/// Reads the three forms of an HTTP date (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`; anything else: nullopt. Taken leniently:
/// what stands between the words, and the weekday, are not checked. `now` tells the century of a two-digit
/// year: at most 50 years ahead.
std::optional<core::wall_time> parse_http_date(std::string_view text, core::wall_time now);

} // namespace muster::pacing
