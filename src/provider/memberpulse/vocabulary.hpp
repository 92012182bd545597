#pragma once
#include "core/vocabulary.hpp"
#include "provider/memberpulse/settings.hpp"

namespace muster::provider::memberpulse {

/// What a spec can ask of the records of a resource. The reference document states none of their fields but
/// those that it filters by, so that an update may set any, and a `where` may ask for any.
core::vocabulary vocabulary(settings const& s);

} // namespace muster::provider::memberpulse
