#pragma once
#include "sandbox/faults.hpp"
#include "sandbox/message.hpp"
#include "sandbox/publisher/roll.hpp"

#include <boost/json/object.hpp>

namespace muster::sandbox::publisher {

/// Answers the list call with a bare array: `pagination.limit` (default 100) and `.offset` (passed over with
/// `ignores_offset`), and `filters` by `ref` and `id`, all of which hold. `spoiled`: the page fault that this
/// reply is to show, or nullptr.
reply list_members(roll const& members, boost::json::object const& body, bool ignores_offset,
                   fault const* spoiled);

} // namespace muster::sandbox::publisher
