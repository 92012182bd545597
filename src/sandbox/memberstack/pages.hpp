#pragma once
#include "sandbox/faults.hpp"
#include "sandbox/memberstack/roll.hpp"
#include "sandbox/memberstack/routes.hpp"
#include "sandbox/message.hpp"

namespace muster::sandbox::memberstack {

/// Answers the list call: `limit` (or its alias `first`, which wins; default 50, at most 100), `after` (a
/// number), `order` (ASC or DESC) and `includeJSON`. `spoiled`: the page fault that this reply is to show, or
/// nullptr.
reply list_members(roll const& members, route const& r, fault const* spoiled);

} // namespace muster::sandbox::memberstack
