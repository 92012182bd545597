#include "launch/host_quotas.hpp"

#include "launch/rates.hpp"

namespace muster::launch {

namespace {

std::vector<pacing::quota_group::kept> kept_in(
    std::vector<provider::limit> const& limits,
    std::vector<std::unique_ptr<pacing::quota_store>> const& stores) {
    std::vector<pacing::quota_group::kept> all;
    for (std::size_t i = 0; i < limits.size(); ++i)
        all.push_back({{limits[i].requests, limits[i].window}, stores[i].get()});
    return all;
}

} // namespace

host_quotas::host_quotas(std::vector<provider::limit> const& limits, std::string const& key,
                         std::string const& host_and_port)
    : stores_(make_quotas(limits, key, host_and_port)),
      group_(kept_in(limits, stores_), [this] {
          return pacing::quota_time{time_.uptime(), time_.wall_now()};
      }) {}

} // namespace muster::launch
