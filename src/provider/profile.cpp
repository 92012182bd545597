#include "provider/profile.hpp"

#include <algorithm>

namespace muster::provider {

double requests_per_second(profile const& p) {
    double least = 0;
    for (auto const& l : p.limits) {
        if (l.window > std::chrono::minutes(1)) continue;
        auto const rate = static_cast<double>(l.requests) / std::chrono::duration<double>(l.window).count();
        least = least > 0 ? std::min(least, rate) : rate;
    }
    return least;
}

std::size_t members_per_request(profile const& p, core::change const& c) {
    for (auto const& b : p.can.bulks)
        if (b.change == core::kind_of(c)) return b.members;
    return 1;
}

} // namespace muster::provider
