#include "pacing/quota_group.hpp"

namespace muster::pacing {

std::optional<quota_group::slots> quota_group::take() {
    slots taken;
    for (auto const& each : all_) {
        std::optional<quota_slot> slot;
        each.store->update([&](quota_state& s) { slot = pacing::take(s, each.limit, now_()); });
        if (!slot) {
            restore(taken);
            return std::nullopt;
        }
        taken.push_back(*slot);
    }
    return taken;
}

void quota_group::restore(slots const& taken) {
    for (std::size_t i = 0; i < taken.size(); ++i)
        all_[i].store->update([&](quota_state& s) { pacing::restore(s, all_[i].limit, now_(), taken[i]); });
}

std::optional<quota_group::wait> quota_group::wait_for_room() {
    std::optional<wait> found;
    for (auto const& each : all_) {
        core::duration alone{};
        each.store->update([&](quota_state& s) { alone = pacing::wait_for_room(s, each.limit, now_()); });
        if (alone > (found ? found->longest : core::duration())) found = wait{alone, each.limit};
    }
    return found;
}

std::vector<quota_use> quota_group::uses() {
    std::vector<quota_use> all;
    for (auto const& each : all_) each.store->update([&](quota_state& s) { all.push_back({each.limit, s}); });
    return all;
}

} // namespace muster::pacing
