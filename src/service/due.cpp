#include "service/due.hpp"

#include "service/start.hpp"

#include <algorithm>

namespace muster::service {

using core::wall_time;
using overlap = schedule::timetable::overlap;
using catch_up = schedule::timetable::catch_up;

namespace {

using when = std::optional<wall_time>;

/// Goes through the starts of a spec, in their order.
class search {
public:
    search(plan const& p, std::vector<job_facts> const& jobs, wall_time now,
           std::function<bool(job_facts const&)> const& under_way,
           std::function<bool(std::string const&)> const& given_up)
        : p_(p),
          jobs_(jobs),
          now_(now),
          under_way_(under_way),
          given_up_(given_up) {}

    starts_found run() {
        auto at = p_.when.when.next(first_to_look_at(), p_.when.where);
        while (at) {
            auto const after = p_.when.when.next(*at, p_.when.where);
            auto const due = due_moment(p_.name, p_.when.jitter, *at, after);
            if (due > now_) {
                found_.next = due;
                break;
            }
            if (due > p_.since) take(*at, due);
            at = after;
        }
        choose();
        return std::move(found_);
    }

private:
    /// Starts up to here are dealt with: they are made in their order.
    wall_time first_to_look_at() {
        bool const may_wait = p_.windows.any() || p_.when.on_overlap == overlap::queue;
        auto from = now_ - (may_wait ? core::duration(schedule::windows::horizon) : p_.when.catch_up_for)
                    - p_.when.jitter;
        from = std::max(from, p_.since - p_.when.jitter);
        for (auto const& j : jobs_) {
            if (!j.start || *j.start > now_ || *j.start <= from) continue;
            from = *j.start;
            waits_until_ =
                opens(due_moment(p_.name, p_.when.jitter, from, p_.when.when.next(from, p_.when.where)));
        }
        return from;
    }

    [[nodiscard]] when opens(wall_time t) const { return p_.windows.any() ? p_.windows.opens_from(t) : t; }

    [[nodiscard]] bool is_made(wall_time at) const {
        return std::any_of(jobs_.begin(), jobs_.end(), [&](auto const& j) { return j.start == at; });
    }

    /// When the jobs that were under way at `t` had come to their end; `t` where there was none. One that
    /// ended in a time to come did so before the clock was set back: nobody knows what it was in the way of.
    [[nodiscard]] wall_time free_from(wall_time t) const {
        auto from = t;
        for (auto const& j : jobs_) {
            auto const ended = under_way_(j) ? now_ : j.ended;
            if (j.began <= t && ended <= now_) from = std::max(from, ended);
        }
        return from;
    }

    void take(wall_time at, wall_time due) {
        if (is_made(at)) {
            waits_until_ = opens(due);
            return;
        }
        if (given_up_(scheduled_job_id(p_.name, at))) {
            if (p_.when.missed != catch_up::all) all_.clear(); // it took the place of those before it
            return;
        }
        auto const free = free_from(due);
        bool const behind_start = !waits_until_ || *waits_until_ > due;
        bool const behind_job = free > due;
        if (p_.when.on_overlap == overlap::skip && (behind_start || behind_job)) return;
        auto const ready = opens(p_.when.on_overlap == overlap::queue ? free : due);
        if (!behind_job) waits_until_ = ready;
        if (!ready) {
            found_.never_opens = true;
            return;
        }
        if (p_.when.on_overlap == overlap::replace) all_.clear();
        if (!all_.empty() && (behind_start || (behind_job && queued_))) all_.pop_back();
        queued_ = behind_job;
        all_.push_back({at, *ready});
    }

    void choose() {
        auto const oldest =
            now_ - (p_.when.missed == catch_up::none ? core::duration(missed_after) : p_.when.catch_up_for);
        std::erase_if(all_, [&](due_start const& s) { return s.ready < oldest; });
        if (all_.empty()) return;
        found_.chosen = p_.when.missed == catch_up::all ? all_.front() : all_.back();
    }

    plan const& p_;
    std::vector<job_facts> const& jobs_;
    wall_time now_;
    std::function<bool(job_facts const&)> const& under_way_;
    std::function<bool(std::string const&)> const& given_up_;
    starts_found found_;
    std::vector<due_start> all_;
    when waits_until_ =
        wall_time::min(); // until then the start before waits for its window; nullopt: for ever
    bool queued_ = false; // the last of all_ waits for a job's end
};

} // namespace

starts_found find_due(plan const& p, std::vector<job_facts> const& jobs, wall_time now,
                      std::function<bool(job_facts const&)> const& under_way,
                      std::function<bool(std::string const&)> const& given_up) {
    return search(p, jobs, now, under_way, given_up).run();
}

} // namespace muster::service
