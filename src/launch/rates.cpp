#include "launch/rates.hpp"

#include "core/digest.hpp"
#include "fleet/shared_quota.hpp"
#include "fleet/shared_rate.hpp"
#include "launch/job_place.hpp"
#include "pacing/rate_directory.hpp"

#include <cstdlib>

namespace muster::launch {

namespace {

/// What the hosts call the address that they leave by; empty = this one has its own.
std::string leaves_by() {
    auto const* const named = std::getenv("MUSTER_LEAVES_BY");
    return named == nullptr ? std::string() : named;
}

} // namespace

std::optional<database::postgres_address> usual_store() {
    auto const* const named = std::getenv("MUSTER_STORE");
    if (named == nullptr || *named == '\0') return std::nullopt;
    return job_place("env:MUSTER_STORE").address();
}

std::unique_ptr<pacing::rate_store> make_rates(spec::pace const& pace, std::string const& host_and_port,
                                               database::postgres_address const* store) {
    if (pace.requests_per_second <= 0) return std::make_unique<pacing::local_rate_store>();
    auto of_host = std::make_unique<pacing::shared_rate_store>(pacing::shared_rate_file(host_and_port));
    auto const address = leaves_by();
    if (store == nullptr || address.empty()) return of_host;
    return fleet::share_rate(*store, host_and_port + " by " + address, std::move(of_host));
}

std::vector<std::unique_ptr<pacing::quota_store>> make_quotas(std::vector<provider::limit> const& quotas,
                                                              std::string const& key,
                                                              std::string const& host_and_port,
                                                              database::postgres_address const* store) {
    std::vector<std::unique_ptr<pacing::quota_store>> all;
    for (auto const& q : quotas) {
        bool const by_key = q.counted_by == provider::limit::scope::key;
        auto const whose = by_key ? core::fingerprint(key) : std::string();
        auto of_host = std::make_unique<pacing::shared_quota_store>(
            pacing::shared_quota_file(host_and_port, q.window, whose));
        auto const counted_by = by_key ? "key " + whose : leaves_by().empty() ? "" : "address " + leaves_by();
        if (store == nullptr || counted_by.empty()) {
            all.push_back(std::move(of_host));
            continue;
        }
        auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(q.window).count();
        all.push_back(fleet::share_quota(
            *store, host_and_port + " by " + counted_by + " in " + std::to_string(seconds) + " s",
            std::move(of_host)));
    }
    return all;
}

} // namespace muster::launch
