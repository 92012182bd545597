#pragma once
#include "pacing/rate_store.hpp"
#include "spec/spec.hpp"

#include <memory>
#include <string>

namespace muster::launch {

/// Where a job's rate is kept: in the file that all muster processes of the host share, or, for a job without
/// a limit of ours, in this process. `host_and_port` = of the platform, as dialled. Throws core::job_error if
/// the file cannot be used.
std::unique_ptr<pacing::rate_store> make_rates(spec::spec const& spec, std::string const& host_and_port);

} // namespace muster::launch
