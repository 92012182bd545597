#pragma once
#include "core/node.hpp"
#include "spec/spec.hpp"

#include <string_view>

namespace muster::spec {

/// The keys of the block `provider`.
inline constexpr std::string_view provider_keys[] = {
    "kind", "key", "baseUrl", "proxy", "caFile", "connectTimeout", "requestTimeout", "replyLimitBytes"};

/// Reads the block `provider` into platform, key and endpoint of `into`; mistakes are noted at the node, and
/// then the platform may be nullptr.
void read_provider(core::node const& n, spec& into);

/// Reads where a secret is kept: `{"env": "NAME"}`, `{"file": "PATH"}` or `{"credential": "NAME"}`.
key_reference read_key(core::node const& n);

/// How to reach a platform where no spec says anything else: its own address, and the time-outs and the limit
/// that a spec has by default.
endpoint default_endpoint(provider::profile const& about);

} // namespace muster::spec
