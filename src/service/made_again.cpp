#include "service/made_again.hpp"

#include "service/due.hpp"
#include "service/start.hpp"

#include <algorithm>

namespace muster::service {

std::vector<std::string> made_again(plan const& p, std::vector<job_facts> jobs,
                                    std::vector<std::string> const& removed, core::wall_time now) {
    auto const is_removed = [&](std::string const& id) {
        return std::find(removed.begin(), removed.end(), id) != removed.end();
    };
    std::erase_if(jobs, [&](job_facts const& j) { return is_removed(j.id); });
    auto const is_under_way = [](job_facts const& j) { return j.how != job_facts::state::over; };
    auto const none_is_given_up = [](std::string const&) { return false; };
    std::vector<std::string> again;
    for (;;) {
        auto const due = find_due(p, jobs, now, is_under_way, none_is_given_up).chosen;
        if (!due) return again;
        auto const id = scheduled_job_id(p.name, due->at);
        if (!is_removed(id)) return again; // that one is due in any case
        again.push_back(id);
        jobs.push_back({id, due->at, job_facts::state::over, due->at, due->at, 0, {}});
    }
}

} // namespace muster::service
