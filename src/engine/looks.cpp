#include "engine/looks.hpp"

#include <algorithm>

namespace muster::engine {

namespace {

std::size_t most_at_once(unit const& u, provider::provider const& platform) {
    auto const& change = u.members.front().task.what; // all of one kind
    return std::min(u.looked_up_at_once, provider::members_per_look(platform.about(), change));
}

} // namespace

bool is_outdated(pending_member const& m) {
    return m.rejection && m.rejection->how == core::rejected::certainty::outdated;
}

std::vector<std::size_t> to_look_at(unit const& u, provider::provider const& platform) {
    auto const most = most_at_once(u, platform);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < u.members.size() && chosen.size() < most; ++i) {
        auto const& m = u.members[i];
        bool const lacks_current = !m.completed && platform.needs_current(m.task.what);
        if (m.doubtful || (m.rejection && !is_outdated(m)) || lacks_current) chosen.push_back(i);
    }
    return chosen;
}

bool ask_for_fewer(unit& u, std::size_t asked) {
    if (asked < 2) return false;
    u.looked_up_at_once = asked / 2;
    return true;
}

} // namespace muster::engine
