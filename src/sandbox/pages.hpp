#pragma once
#include "sandbox/faults.hpp"
#include "sandbox/message.hpp"
#include "sandbox/roll.hpp"
#include "sandbox/routes.hpp"

namespace muster::sandbox {

/// Answers the list call: `limit` (or its alias `first`, which wins; default 50, at most 100), `after` (a
/// number), `order` (ASC or DESC) and `includeJSON`. `spoiled`: the page fault that this reply is to show, or
/// nullptr.
reply list_members(roll const& members, route const& r, fault const* spoiled);

} // namespace muster::sandbox
