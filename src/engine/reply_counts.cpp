#include "engine/reply_counts.hpp"

#include <algorithm>
#include <chrono>

namespace muster::engine {

void reply_counts::add(unsigned status, core::duration took) {
    auto const at =
        std::ranges::lower_bound(by_status_, status, {}, &std::pair<unsigned, std::uint64_t>::first);
    if (at != by_status_.end() && at->first == status)
        ++at->second;
    else
        by_status_.emplace(at, status, 1);
    auto const seconds = std::chrono::duration<double>(took).count();
    std::size_t i = 0;
    while (i < bounds.size() && seconds > bounds[i]) ++i; // mostly one of the first
    ++by_time_[i];
    sum_ += took;
}

} // namespace muster::engine
