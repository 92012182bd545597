#pragma once
#include "core/time.hpp"

#include <boost/json/array.hpp>

#include <string>
#include <string_view>

namespace muster::service {

/// How often whoever keeps a file of metrics up to date writes it.
inline constexpr core::duration metrics_every = std::chrono::seconds(15);

/// What jobs amount to for a monitor, as OpenMetrics text. `jobs` = what `muster status --output json`
/// prints, and of each that runs what its run tells of itself as `told` (service/control.hpp); a field that
/// is missing or of another type gives no sample. Of each spec only those that run are told of, and the
/// newest, so that the number of series does not grow with the number of jobs; counts of requests are of a
/// run, and end with it. Pure.
std::string metrics_of(boost::json::array const& jobs, core::wall_time now);

/// The spec's name, of a job's id that muster made: `free-plan` of `free-plan-20260131T010000Z-1a2b`; any
/// other id is its own.
std::string_view spec_of_job(std::string_view id);

} // namespace muster::service
