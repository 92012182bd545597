#pragma once
#include "core/vocabulary.hpp"

namespace muster::provider::publisher {

/// What a spec can do to a Publisher member, and set of it (reference document "Members"; it speaks of
/// attributes without showing any, so fields of any name may be set, and anything may be asked of a
/// document).
core::vocabulary vocabulary();

} // namespace muster::provider::publisher
