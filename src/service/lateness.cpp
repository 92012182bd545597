#include "service/lateness.hpp"

#include "service/start.hpp"

#include <algorithm>

namespace muster::service {

using core::wall_time;

namespace {

struct start {
    wall_time at;
    wall_time late_from; // if it is not made before
};

/// The starts after `from`, in their order, up to the first that is not late yet.
std::vector<start> starts_after(wall_time from, plan const& p, wall_time now) {
    std::vector<start> all;
    auto at = p.when.when.next(from, p.when.where);
    while (at) {
        auto const after = p.when.when.next(*at, p.when.where);
        auto const due = due_moment(p.name, p.when.jitter, *at, after);
        auto const ready = p.windows.any() ? p.windows.opens_from(due) : due;
        if (due > p.since && ready) all.push_back({*at, *ready + missed_after});
        if (due > now) break;
        at = after;
    }
    return all;
}

bool is_made(wall_time at, plan const& p, std::vector<job_facts> const& jobs, std::vector<act> const& acts) {
    auto const in = [&](act const& a) {
        auto const of = start_of_job(p.name, a.job);
        return a.what == act::kind::start && of && *of >= at;
    };
    return std::any_of(jobs.begin(), jobs.end(),
                       [&](job_facts const& j) { return j.start && *j.start >= at; })
           || std::any_of(acts.begin(), acts.end(), in);
}

} // namespace

lateness lateness_of(plan const& p, std::vector<job_facts> const& jobs, std::vector<act> const& acts,
                     wall_time now) {
    lateness found;
    // Farther back only if there is nothing nearer: some specs start each minute, others once a month.
    for (auto const back : {std::chrono::hours(2), std::chrono::hours(26), schedule::windows::horizon}) {
        auto const from = std::max(now - back, p.since - p.when.jitter);
        for (auto const& s : starts_after(from, p, now)) {
            if (s.late_from <= now)
                found.start = s.at;
            else if (!found.again || s.late_from < *found.again)
                found.again = s.late_from;
        }
        if (found.start) break;
    }
    if (found.start && is_made(*found.start, p, jobs, acts)) found.start.reset();
    return found;
}

} // namespace muster::service
