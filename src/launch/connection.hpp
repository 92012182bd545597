#pragma once
#include "http/client.hpp"
#include "provider/provider.hpp"
#include "spec/spec.hpp"

#include <string>

namespace muster::launch {

/// What a client needs to talk to a platform with this key: for a job at `spec.at`, for a single request
/// without a spec at spec::default_endpoint(). The options hold the key. Throws
/// core::job_error: what proxy_for() throws.
http::client_options client_options_for(provider::profile const& about, spec::endpoint const& at,
                                        std::string const& key);

} // namespace muster::launch
