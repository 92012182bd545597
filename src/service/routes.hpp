#pragma once
#include "journal/record.hpp"
#include "spec/keys.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace muster::service {

/// A request for how the run stands: once, or again and again.
struct status_wanted {};
struct events_wanted {};

/// A request that makes no sense.
struct bad_request {
    unsigned status = 400; ///< of HTTP
    std::string code;      ///< kebab-case
    std::string message;
};

/// What a request to a run asks for. An act is without when, and its
/// `who` is whom the asking process acts for, in its words; empty where it says nothing of that.
using wish = std::variant<status_wanted, events_wanted, journal::job_steered, bad_request>;

/// The most bytes that a name of somebody may have.
inline constexpr std::size_t longest_who = 200;
/// The most bytes that a reason may have.
inline constexpr std::size_t longest_reason = 1000;
/// The rates that may be asked for, in requests per second: as a window's may be.
inline constexpr double lowest_rate = spec::keys::window_rate.min;
inline constexpr double highest_rate = spec::keys::window_rate.max;

/// Reads a request: `GET /status`, `GET /events`; `POST /pause`, `/continue`, `/stop` with nothing or
/// `{"why": TEXT}`; `POST /rate` with `{"requestsPerSecond": NUMBER}`, or null for what the spec says, and
/// `why` if you like; each with `"who": TEXT` if somebody is acted for. Any other bytes are a bad_request.
/// Pure.
wish read_wish(std::string_view method, std::string_view target, std::string_view body);

} // namespace muster::service
