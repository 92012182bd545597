#pragma once
#include "http/client.hpp"
#include "provider/provider.hpp"
#include "spec/spec.hpp"

#include <string>

namespace muster::launch {

/// What a request without a job around it was answered with.
struct asked {
    http::reply reply;
    core::duration round_trip{}; ///< of the exchange, without connecting
    http::far_end met;
};

/// Sends one request to a platform, on a connection of its own, outside of any job and its pace. Throws
/// core::job_error: refused if the platform cannot be trusted, stopped if it cannot be reached or gives no
/// reply, usage if the address or CA file cannot be used.
asked ask(provider::profile const& about, spec::endpoint const& at, std::string const& key,
          http::request const& r);

} // namespace muster::launch
