#pragma once
#include "core/vocabulary.hpp"

namespace muster::provider::memberstack {

/// What a spec can set of a Memberstack member, and ask for beside a deletion (reference document of PATCH
/// and DELETE /members/{id}; where it is silent, the official SDK 1.7.0).
core::vocabulary vocabulary();

} // namespace muster::provider::memberstack
