#pragma once
#include "pacing/quota_store.hpp"
#include "pacing/rate_store.hpp"
#include "spec/spec.hpp"

#include <memory>
#include <string>
#include <vector>

namespace muster::launch {

/// Where a rate is kept: in the file that all muster processes of the host share, or, where there is no limit
/// of ours, in this process. `host_and_port` = of the platform, as dialled. Throws core::job_error if
/// the file cannot be used.
std::unique_ptr<pacing::rate_store> make_rates(spec::pace const& pace, std::string const& host_and_port);

/// Where it is kept what is used of each of these quotas, in their order: in files that all muster
/// processes of the host share, one for each key (or address, as the platform counts) and window. Throws
/// core::job_error if a file cannot be used.
std::vector<std::unique_ptr<pacing::quota_store>> make_quotas(std::vector<provider::limit> const& quotas,
                                                              std::string const& key,
                                                              std::string const& host_and_port);

} // namespace muster::launch
