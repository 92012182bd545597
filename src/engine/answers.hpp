#pragma once
#include "core/time.hpp"
#include "http/message.hpp"

#include <string>

// What an answer tells of the platform, whatever was asked.
namespace muster::engine {

/// Whether the platform is there: it said something that was not its own failure.
bool shows_life(http::answer const& a);

/// For people: the fault, or the status.
std::string describe(http::answer const& a);

/// The clock that the dates in a reply go by: the platform's, where it tells it. Ours may be wrong.
core::wall_time clock_of(http::reply const& r, core::wall_time ours);

/// Stops the job where no request can get through, as trying again would not help: throws
/// core::job_error(refused).
void refuse_hopeless(http::fault const& f);

} // namespace muster::engine
