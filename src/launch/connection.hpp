#pragma once
#include "http/client.hpp"
#include "spec/spec.hpp"

#include <string>

namespace muster::cli {

/// What a client needs to talk to a spec's platform with this key.
http::client_options client_options_for(spec::spec const& job, std::string const& key);

/// Refuses a key that works on real members, unless the spec or the command line says live: throws
/// core::job_error(refused).
void check_live(spec::spec const& job, std::string const& key, bool live_option);

} // namespace muster::cli
