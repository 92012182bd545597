#pragma once
#include "core/member.hpp"
#include "core/time.hpp"

#include <optional>

namespace muster::provider {

/// When a member was made, as its document says: by `createdAt`, which all platforms but Publisher give.
/// nullopt: that is not told.
std::optional<core::wall_time> made_at(core::member const& m);

} // namespace muster::provider
