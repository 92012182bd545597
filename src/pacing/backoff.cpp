#include "pacing/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace muster::pacing {

using core::duration;

duration doubled(duration base, duration cap, unsigned n) {
    // In floating point, where it saturates instead of overflowing; n beyond 1000 is infinity all the same.
    auto const grown = std::ldexp(static_cast<double>(base.count()), static_cast<int>(std::min(n, 1000U)));
    return grown < static_cast<double>(cap.count()) ? duration{static_cast<duration::rep>(grown)} : cap;
}

duration full_jitter(duration base, duration cap, unsigned n, double uniform01) {
    auto const most = static_cast<double>(doubled(base, cap, n).count());
    return duration{static_cast<duration::rep>(most * uniform01)};
}

} // namespace muster::pacing
