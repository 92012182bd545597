#include "engine/looks.hpp"

#include "provider/made_at.hpp"

#include <algorithm>

namespace muster::engine {

namespace {

std::size_t most_at_once(unit const& u, provider::provider const& platform) {
    if (u.members.empty()) return 1;
    auto const& change = u.members.front().task.what; // all of one kind
    return std::min(u.looked_up_at_once, provider::members_per_look(platform.about(), change));
}

bool needs_look(pending_member const& m, provider::provider const& platform) {
    bool const lacks_current = !m.completed && platform.needs_current(m.task.what);
    return m.doubtful || (m.rejection && !is_outdated(m)) || lacks_current;
}

} // namespace

bool is_outdated(pending_member const& m) {
    return m.rejection && m.rejection->how == core::rejected::certainty::outdated;
}

std::vector<std::size_t> to_look_at(unit const& u, provider::provider const& platform) {
    auto const most = most_at_once(u, platform);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < u.members.size() && chosen.size() < most; ++i)
        if (needs_look(u.members[i], platform)) chosen.push_back(i);
    return chosen;
}

std::size_t looks_to_come(unit const& u, provider::provider const& platform) {
    auto const most = most_at_once(u, platform);
    auto const all = std::count_if(u.members.begin(), u.members.end(),
                                   [&](auto const& m) { return needs_look(m, platform); });
    return (static_cast<std::size_t>(all) + most - 1) / most;
}

bool ask_for_fewer(unit& u, std::size_t asked) {
    if (asked < 2) return false;
    u.looked_up_at_once = asked / 2;
    return true;
}

bool was_there_before(std::optional<core::wall_time> job_began, core::change const& c,
                      core::member const& found) {
    constexpr std::chrono::minutes clocks_differ_by{15};
    if (!job_began || !std::holds_alternative<core::create_member>(c)) return false;
    auto const made = provider::made_at(found);
    return made && *made < *job_began - clocks_differ_by;
}

} // namespace muster::engine
