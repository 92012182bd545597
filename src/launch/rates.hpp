#pragma once
#include "database/postgres_address.hpp"
#include "pacing/quota_store.hpp"
#include "pacing/rate_store.hpp"
#include "spec/spec.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::launch {

/// Where hosts share what they share: the store that $MUSTER_STORE names, if it names one. Throws
/// core::job_error(usage) where that cannot be read.
std::optional<database::postgres_address> usual_store();

/// Where a rate is kept: in the file that all muster processes of the host share, or, where there is no limit
/// of ours, in this process. Platforms count by address: hosts that leave by one, and say so by giving one
/// name in $MUSTER_LEAVES_BY, share it in the store as well. `host_and_port` = of the platform, as dialled;
/// `store` = null: this host is alone. Throws core::job_error if the file cannot be used.
std::unique_ptr<pacing::rate_store> make_rates(spec::pace const& pace, std::string const& host_and_port,
                                               database::postgres_address const* store);

/// Where it is kept what is used of each of these quotas, in their order: in files that all muster
/// processes of the host share, one for each key (or address, as the platform counts) and window; those that
/// are counted by key, or by an address that hosts share, in the store as well. Throws core::job_error if a
/// file cannot be used.
std::vector<std::unique_ptr<pacing::quota_store>> make_quotas(std::vector<provider::limit> const& quotas,
                                                              std::string const& key,
                                                              std::string const& host_and_port,
                                                              database::postgres_address const* store);

} // namespace muster::launch
