#pragma once
#include "schedule/window.hpp"

#include <functional>
#include <optional>

namespace muster::schedule {

/// When some work ends that is done in windows only.
struct finish {
    core::wall_time at;
    unsigned windows = 1; ///< how many are worked in: 1 = the one that is open, or opens next, is enough
};

/// How much work gets done in a second of a window (nullptr = there are none); above 0.
using speed_in = std::function<double(window const*)>;

/// When so much work ends if it goes on from `now`. nullopt: that is years away, or no window opens.
std::optional<finish> finish_of(windows const& when, core::wall_time now, double work, speed_in const& speed);

} // namespace muster::schedule
