#pragma once
#include "http/proxy.hpp"
#include "spec/spec.hpp"

#include <optional>

namespace muster::launch {

/// The proxy that leads to a platform: the one that its spec names, or that HTTPS_PROXY (https_proxy) holds
/// and NO_PROXY (no_proxy) does not exempt it from. nullopt = none, which is so for all plain http. User and
/// password are registered for redaction. Throws core::job_error(usage), naming the variable and never its
/// value, if that holds no address of a proxy, or is not set although the spec names it.
std::optional<http::proxy> proxy_for(spec::endpoint const& at);

} // namespace muster::launch
