#include "launch/rates.hpp"

#include "core/digest.hpp"
#include "pacing/rate_directory.hpp"

namespace muster::launch {

std::unique_ptr<pacing::rate_store> make_rates(spec::pace const& pace, std::string const& host_and_port) {
    if (pace.requests_per_second <= 0) return std::make_unique<pacing::local_rate_store>();
    return std::make_unique<pacing::shared_rate_store>(pacing::shared_rate_file(host_and_port));
}

std::vector<std::unique_ptr<pacing::quota_store>> make_quotas(std::vector<provider::limit> const& quotas,
                                                              std::string const& key,
                                                              std::string const& host_and_port) {
    std::vector<std::unique_ptr<pacing::quota_store>> all;
    for (auto const& q : quotas) {
        bool const by_key = q.counted_by == provider::limit::scope::key;
        auto const whose = by_key ? core::fingerprint(key) : std::string();
        all.push_back(std::make_unique<pacing::shared_quota_store>(
            pacing::shared_quota_file(host_and_port, q.window, whose)));
    }
    return all;
}

} // namespace muster::launch
