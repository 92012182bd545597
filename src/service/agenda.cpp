#include "service/agenda.hpp"

#include "service/due.hpp"
#include "service/start.hpp"

#include <algorithm>

namespace muster::service {

using core::wall_time;
using state = job_facts::state;
using overlap = schedule::timetable::overlap;

namespace {

constexpr std::chrono::seconds first_pause{30};
constexpr std::chrono::hours longest_pause{1};
constexpr std::chrono::seconds before_resume{
    5};                                      // also where all goes well, so that nothing can go round fast
constexpr std::chrono::seconds held_look{5}; // how often it is looked whether a job is still paused

class look {
public:
    look(plan const& p, std::vector<job_facts> const& jobs, troubles const& tried, wall_time now)
        : p_(p),
          jobs_(jobs),
          tried_(tried),
          now_(now) {}

    outlook take() {
        find_newest();
        auto const due = find_due(
            p_, jobs_, now_, [&](job_facts const& j) { return is_under_way(j); },
            [&](std::string const& id) { return is_given_up(id); });
        if (due.next) again_at(*due.next);
        bool const replaces = p_.when.on_overlap == overlap::replace && due.chosen;
        if (replaces) newest_ = std::max(newest_.value_or(due.chosen->at), due.chosen->at);
        for (auto const& j : jobs_) consider(j, replaces);
        if (due.never_opens) say("a start waits for its window, which does not open within 40 days", true);
        if (due.chosen) make(*due.chosen);
        return std::move(out_);
    }

private:
    void find_newest() {
        for (auto const& j : jobs_)
            if (j.start && *j.start <= now_) newest_ = std::max(newest_.value_or(*j.start), *j.start);
    }

    [[nodiscard]] trouble const* trouble_of(std::string const& id) const {
        auto const found = tried_.find(id);
        return found == tried_.end() ? nullptr : &found->second;
    }

    [[nodiscard]] bool is_given_up(std::string const& id) const {
        auto const* const t = trouble_of(id);
        return t != nullptr && (t->hopeless || t->in_a_row >= failures_until_left);
    }

    /// Whether a later start took its place.
    [[nodiscard]] bool is_replaced(job_facts const& j) const {
        return p_.when.on_overlap == overlap::replace && j.start && newest_ && *j.start < *newest_;
    }

    [[nodiscard]] bool is_left(job_facts const& j) const {
        return j.how == state::over || !j.start || is_replaced(j) || is_given_up(j.id)
               || (j.how == state::broken && j.failures >= failures_until_left);
    }

    [[nodiscard]] bool is_under_way(job_facts const& j) const {
        return j.how == state::running || (j.how == state::held && !is_replaced(j)) || !is_left(j);
    }

    void again_at(wall_time t) {
        if (t > now_) out_.again = std::min(out_.again.value_or(t), t);
    }

    void say(std::string words, bool needs_person = false) {
        out_.why_not = std::move(words);
        out_.needs_person = needs_person;
    }

    [[nodiscard]] std::string at(wall_time t) const { return schedule::describe(t, p_.when.where); }

    /// When it may be tried again after `t`, at which it ended.
    [[nodiscard]] wall_time after_pause(wall_time t, unsigned failures) const {
        return t > now_ ? now_
                        : t + pause_after(failures); // the clock was set back: nobody knows how long ago
    }

    void consider(job_facts const& j, bool replaces) {
        if (j.how == state::running) {
            busy_ = true;
            say("job " + j.id + " is running");
            if (replaces && is_replaced(j)) out_.acts.push_back({act::kind::stop, j.id});
        } else if (is_under_way(j)) {
            busy_ = true;
            if (j.how == state::held)
                hold(j);
            else
                resume(j);
        } else if (is_latest_made(j)) {
            say_left(j);
        }
    }

    /// Nobody tells us when it is let go on.
    void hold(job_facts const& j) {
        say("job " + j.id + " is paused; to let it go on: muster continue " + j.id, true);
        again_at(now_ + held_look);
    }

    [[nodiscard]] bool is_latest_made(job_facts const& j) const { return j.start && j.start == newest_; }

    void say_left(job_facts const& j) {
        auto const* const t = trouble_of(j.id);
        if (is_given_up(j.id))
            say("job " + j.id + " is left: " + t->why, true);
        else if (j.how == state::broken)
            say("job " + j.id + " is left, as " + std::to_string(j.failures) + " runs in a row got no further"
                    + (j.reason.empty() ? std::string() : ": " + j.reason),
                true);
        else if (!j.reason.empty())
            say("job " + j.id + " is left to you: " + j.reason, true);
    }

    /// Two jobs can be left where the clock was set back: one goes on at a time.
    [[nodiscard]] bool another_goes_on(job_facts const& j) const {
        return !out_.acts.empty() || std::any_of(jobs_.begin(), jobs_.end(), [&](auto const& other) {
            return other.how == state::running && other.id != j.id;
        });
    }

    void resume(job_facts const& j) {
        if (another_goes_on(j)) return;
        auto from = after_pause(j.ended, j.failures);
        if (j.until && j.ended <= now_) from = std::max(from, *j.until);
        if (auto const* const t = trouble_of(j.id))
            from = std::max(from, after_pause(t->last, std::max(t->in_a_row, j.failures)));
        auto const opens =
            p_.windows.any() ? p_.windows.opens_from(std::max(from, now_)) : std::max(from, now_);
        if (!opens) {
            say("job " + j.id + " waits for its window, which does not open within 40 days", true);
        } else if (*opens > now_) {
            again_at(*opens);
            say("job " + j.id + " is resumed at " + at(*opens)
                + (*opens > from ? ", when its window opens" : ""));
        } else {
            out_.acts.push_back({act::kind::resume, j.id});
        }
    }

    void make(due_start const& s) {
        if (busy_) return;
        auto const id = scheduled_job_id(p_.name, s.at);
        auto const* const t = trouble_of(id);
        auto from = std::max(s.ready, now_);
        if (t != nullptr) from = std::max(from, after_pause(t->last, t->in_a_row));
        auto const opens = p_.windows.any() ? p_.windows.opens_from(from) : from;
        if (!opens) return say("a start waits for its window, which does not open within 40 days", true);
        if (*opens <= now_) return out_.acts.push_back({act::kind::start, id});
        again_at(*opens);
        if (t != nullptr)
            say("job " + id + " could not be begun (" + t->why + "); it is tried again at " + at(*opens));
        else
            say("job " + id + " waits for its window, which opens at " + at(*opens));
    }

    plan const& p_;
    std::vector<job_facts> const& jobs_;
    troubles const& tried_;
    wall_time now_;
    outlook out_;
    std::optional<wall_time> newest_; // the latest start that is made, or to be made in place of others
    bool busy_ = false;               // a job is under way
};

} // namespace

core::duration pause_after(unsigned n) {
    if (n == 0) return before_resume;
    auto const pause = first_pause * (1U << std::min(n - 1, 7U));
    return std::min<core::duration>(pause, longest_pause);
}

outlook look_at(plan const& p, std::vector<job_facts> const& jobs, troubles const& tried, wall_time now) {
    return look(p, jobs, tried, now).take();
}

std::vector<coming_start> next_starts(plan const& p, wall_time now, std::size_t most) {
    std::vector<coming_start> all;
    auto at = p.when.when.next(now - p.when.jitter, p.when.where);
    while (at && all.size() < most) {
        auto const after = p.when.when.next(*at, p.when.where);
        auto const due = due_moment(p.name, p.when.jitter, *at, after);
        if (due > now) all.push_back({*at, due});
        at = after;
    }
    return all;
}

} // namespace muster::service
