#include "launch/rates.hpp"

#include "pacing/rate_directory.hpp"

namespace muster::launch {

std::unique_ptr<pacing::rate_store> make_rates(spec::spec const& spec, std::string const& host_and_port) {
    if (spec.pace.requests_per_second <= 0) return std::make_unique<pacing::local_rate_store>();
    return std::make_unique<pacing::shared_rate_store>(pacing::shared_rate_file(host_and_port));
}

} // namespace muster::launch
