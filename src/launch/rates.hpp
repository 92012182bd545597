#pragma once
#include "pacing/rate_store.hpp"
#include "spec/spec.hpp"

#include <memory>
#include <string>

namespace muster::cli {

/// Where a job's rate is kept: in the file that all muster processes of the host share, or, for a job without
/// a limit of ours, in this process.
std::unique_ptr<pacing::rate_store> make_rates(spec::spec const& job, std::string const& host_and_port);

} // namespace muster::cli
