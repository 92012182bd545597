#pragma once
#include "core/vocabulary.hpp"
#include "provider/memberstack_v1/settings.hpp"

namespace muster::provider::memberstack_v1 {

/// What a spec can ask of Memberstack 1.0, and find in a member's document (reference document "Members").
/// Passwords are not among what an update can set: they would stand in specs and journals.
core::vocabulary vocabulary(settings const& s);

} // namespace muster::provider::memberstack_v1
