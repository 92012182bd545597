#include "owed_starts.hpp"

#include "service/start.hpp"

#include <algorithm>
#include <iterator>

namespace muster::tests {

using core::wall_time;
using service::job_facts;
using overlap = schedule::timetable::overlap;
using catch_up = schedule::timetable::catch_up;

wall_time owed_starts::due(wall_time at) const {
    return service::due_moment(plan_.name, plan_.when.jitter, at, plan_.when.when.next(at, plan_.when.where));
}

std::optional<wall_time> owed_starts::opens(wall_time t) const {
    return plan_.windows.any() ? plan_.windows.opens_from(t) : t;
}

void owed_starts::take(service::plan const& p) {
    plan_ = p;
    there_ = true;
    next_.reset();
    std::erase_if(all_, [&](auto const& each) { return each.second.due <= p.since; });
}

void owed_starts::forget() {
    there_ = false;
    all_.clear();
}

void owed_starts::find_next(wall_time from) {
    auto at = plan_.when.when.next(from - plan_.when.jitter, plan_.when.where);
    while (at && due(*at) <= from) at = plan_.when.when.next(*at, plan_.when.where);
    next_ = at ? std::optional(std::pair(*at, due(*at))) : std::nullopt;
}

void owed_starts::clock_goes(wall_time from, wall_time to, std::function<bool()> const& under_way) {
    if (!there_) return;
    if (!next_) find_next(from);
    while (next_ && next_->second <= to) {
        auto const [at, when] = *next_;
        bool const behind_job = under_way();
        bool const left_out = plan_.when.on_overlap == overlap::skip && behind_job;
        if (when > plan_.since && !made_.contains(at) && !left_out) all_[at] = {when, behind_job};
        find_next(when);
    }
}

void owed_starts::clock_set_back(wall_time to) {
    was_set_back_ = true;
    next_.reset();
    std::erase_if(all_, [&](auto const& each) { return each.second.due > to; });
}

void owed_starts::made(wall_time at) {
    made_.insert(at);
    all_.erase(at);
}

bool owed_starts::is_let_go(wall_time at, start& s, wall_time now, std::vector<job_facts> const& jobs,
                            of_job const& under_way) const {
    auto free = s.due;
    bool const skips = plan_.when.on_overlap == overlap::skip;
    for (auto const& j : jobs) {
        auto const ended = under_way(j) ? now : j.ended;
        bool const covers = j.began <= s.due && ended >= s.due && ended <= now;
        if (covers) s.behind_job = true, free = std::max(free, ended);
        if (covers && skips) return true;
        if (!j.start || *j.start == at) continue;
        // With a clock that is set back, starts are no longer made in their order.
        bool const in_order =
            plan_.when.missed == catch_up::all && plan_.when.on_overlap != overlap::replace && !was_set_back_;
        if (*j.start > at && *j.start <= now && !in_order) return true;
        bool const waited = due(*j.start) <= s.due && opens(due(*j.start)).value_or(now) > s.due;
        if (waited && skips) return true;
    }
    auto const ready = opens(plan_.when.on_overlap == overlap::queue ? free : s.due);
    auto const oldest =
        plan_.when.missed == catch_up::none ? core::duration(service::missed_after) : plan_.when.catch_up_for;
    return !ready || now - *ready >= oldest;
}

void owed_starts::drop_replaced() {
    bool const only_last = plan_.when.missed != catch_up::all || plan_.when.on_overlap == overlap::replace;
    for (auto i = all_.begin(); i != all_.end() && std::next(i) != all_.end();) {
        auto const next = std::next(i);
        bool const waits = opens(i->second.due).value_or(wall_time::max()) > next->second.due;
        if (waits && plan_.when.on_overlap == overlap::skip)
            all_.erase(next);
        else if (only_last || waits || (i->second.behind_job && next->second.behind_job))
            i = all_.erase(i);
        else
            ++i;
    }
}

void owed_starts::review(wall_time now, std::vector<job_facts> const& jobs, of_job const& under_way,
                         of_id const& given_up) {
    for (auto i = all_.begin(); i != all_.end();) {
        if (given_up(service::scheduled_job_id(plan_.name, i->first))) {
            auto const first = plan_.when.missed == catch_up::all ? i : all_.begin();
            i = all_.erase(first, std::next(i));
        } else if (is_let_go(i->first, i->second, now, jobs, under_way)) {
            i = all_.erase(i);
        } else {
            ++i;
        }
    }
    drop_replaced();
}

bool owed_starts::can_be_made(wall_time now, service::troubles const& tried) const {
    if (plan_.windows.any() && !plan_.windows.open_at(now)) return false;
    return std::none_of(all_.begin(), all_.end(), [&](auto const& each) {
        auto const t = tried.find(service::scheduled_job_id(plan_.name, each.first));
        return t != tried.end() && t->second.last <= now
               && t->second.last + service::pause_after(t->second.in_a_row) > now;
    });
}

std::vector<std::string> owed_starts::due_up_to(wall_time t) const {
    std::vector<std::string> ids;
    for (auto const& [at, s] : all_)
        if (s.due <= t) ids.push_back(service::scheduled_job_id(plan_.name, at));
    return ids;
}

} // namespace muster::tests
