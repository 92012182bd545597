#pragma once
#include "core/time.hpp"

namespace muster::pacing {

/// The pause before a repeated attempt: uniform in [0, min(cap, base · 2ⁿ)), so that requests that failed
/// together do not come back together. `n` counts from 0, any number; `uniform01` is random in [0, 1); `base`
/// and `cap` are not negative.
core::duration full_jitter(core::duration base, core::duration cap, unsigned n, double uniform01);

/// base · 2ⁿ, at most cap.
core::duration doubled(core::duration base, core::duration cap, unsigned n);

} // namespace muster::pacing
