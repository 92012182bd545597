#pragma once
#include "http/client.hpp"
#include "provider/provider.hpp"
#include "spec/spec.hpp"

#include <string>
#include <vector>

namespace muster::launch {

/// What a request without a job around it was answered with.
struct asked {
    http::reply reply;
    core::duration round_trip{}; ///< of the exchange, without connecting
    http::far_end met;
};

/// Sends one request to a platform, on a connection of its own, outside of any job and its rate. It counts in
/// the quotas, as those of all jobs do. Throws core::job_error: refused if the platform cannot be trusted;
/// stopped if it cannot be reached or gives no reply, or a quota is used up, so that nothing is sent; usage
/// if the address or CA file cannot be used; what make_quotas() throws.
asked ask(provider::profile const& about, spec::endpoint const& at, std::string const& key,
          std::vector<provider::limit> const& quotas, http::request const& r);

} // namespace muster::launch
