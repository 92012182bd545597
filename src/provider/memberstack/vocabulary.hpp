#pragma once
#include "core/vocabulary.hpp"

namespace muster::provider::memberstack {

/// What a spec can set of a Memberstack member, ask for beside a deletion, and find in a member's document
/// (reference document of PATCH, DELETE and GET /members/{id}; where it is silent, as of `verified`,
/// `profileImage` and `active`, the official SDK 1.7.0).
core::vocabulary vocabulary();

} // namespace muster::provider::memberstack
