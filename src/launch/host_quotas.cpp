#include "launch/host_quotas.hpp"

#include "fleet/shared_quota.hpp"
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

/// Whoever asks once cannot wait as a run does: what other hosts have used is to be known when it asks.
std::vector<std::unique_ptr<pacing::quota_store>> asked_already(std::vector<provider::limit> const& limits,
                                                                std::string const& key,
                                                                std::string const& host_and_port,
                                                                async::timekeeper const& time) {
    constexpr std::chrono::seconds longest{5};
    auto const store = usual_store();
    auto all = make_quotas(limits, key, host_and_port, store ? &*store : nullptr);
    for (std::size_t i = 0; i < limits.size(); ++i)
        if (auto* const shared = dynamic_cast<fleet::shared_quota*>(all[i].get()))
            shared->ask_now(
                {limits[i].requests, limits[i].window},
                [&time] {
                    return pacing::quota_time{time.uptime(), time.wall_now()};
                },
                1, longest);
    return all;
}

} // namespace

host_quotas::host_quotas(std::vector<provider::limit> const& limits, std::string const& key,
                         std::string const& host_and_port)
    : stores_(asked_already(limits, key, host_and_port, time_)),
      group_(kept_in(limits, stores_), [this] {
          return pacing::quota_time{time_.uptime(), time_.wall_now()};
      }) {}

} // namespace muster::launch
