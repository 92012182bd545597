#include "launch/environment.hpp"

#include "launch/connection.hpp"
#include "launch/rates.hpp"

namespace muster::launch {

environment::environment(spec::spec const& spec, std::string const& key, files::storage& storage,
                         database::postgres_address const* shared)
    : transport_(loop_.get_executor(), client_options_for(spec.platform->about(), spec.at, key)),
      rates_(make_rates(spec.pace, transport_.host_and_port(), shared)),
      quotas_(make_quotas(spec.pace.quotas, key, transport_.host_and_port(), shared)),
      blocking_(loop_.get_executor()),
      storage_(storage),
      random_(std::random_device{}()) {}

engine::surroundings environment::surroundings(engine::observer& watcher) {
    std::vector<pacing::quota_store*> quotas;
    for (auto const& each : quotas_) quotas.push_back(each.get());
    return {loop_.get_executor(),
            transport_,
            *rates_,
            blocking_,
            time_,
            storage_,
            watcher,
            [this] { return std::uniform_real_distribution<>()(random_); },
            std::move(quotas)};
}

} // namespace muster::launch
