#pragma once
#include "schedule/window.hpp"

#include <optional>

namespace muster::schedule {

/// When some work ends that is done in windows only.
struct finish {
    core::wall_time at;
    unsigned windows = 1; ///< how many are worked in: 1 = the one that is open, or opens next, is enough
};

/// When work that takes so long ends if it goes on from `now`. nullopt: that is years away, or no window
/// opens.
std::optional<finish> finish_of(windows const& when, core::wall_time now, core::duration work);

} // namespace muster::schedule
