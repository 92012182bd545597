#include "pacing/quota_group.hpp"

#include <algorithm>
#include <limits>

namespace muster::pacing {

std::optional<quota_group::slots> quota_group::take(std::uint64_t n) {
    slots taken;
    for (auto const& each : all_) {
        auto const slot = each.store->take(each.limit, now_, n);
        if (!slot) {
            restore(taken, n);
            return std::nullopt;
        }
        taken.push_back(*slot);
    }
    return taken;
}

void quota_group::restore(slots const& taken, std::uint64_t n) {
    for (std::size_t i = 0; i < taken.size(); ++i) all_[i].store->restore(all_[i].limit, now_, taken[i], n);
}

std::uint64_t quota_group::most() const {
    auto least = std::numeric_limits<std::uint64_t>::max();
    for (auto const& each : all_) least = std::min(least, each.limit.requests);
    return least;
}

std::optional<quota_group::wait> quota_group::wait_for_room(std::uint64_t n) {
    std::optional<wait> found;
    for (auto const& each : all_) {
        auto const alone = each.store->wait_for_room(each.limit, now_, n);
        if (alone > (found ? found->longest : core::duration())) found = wait{alone, each.limit};
    }
    return found;
}

std::vector<quota_use> quota_group::uses() {
    std::vector<quota_use> all;
    for (auto const& each : all_) all.push_back(each.store->use(each.limit, now_));
    return all;
}

} // namespace muster::pacing
