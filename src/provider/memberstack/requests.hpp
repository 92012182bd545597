#pragma once
#include "http/message.hpp"
#include "provider/provider.hpp"

#include <string>
#include <string_view>

namespace muster::provider::memberstack {

/// A member's own place, by its id or e-mail address, and what is called there.
std::string member_target(std::string_view id, std::string_view call = {});

/// What carries a change out. Throws std::logic_error for an upsert, which objection() refuses.
http::request request_for(assignment const& one);

} // namespace muster::provider::memberstack
