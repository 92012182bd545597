// What a supervisor does on a simulated host (service/supervisor.cpp does it on a real one), and what is
// wrong with it.
#include "host.hpp"
#include "service/start.hpp"

#include <algorithm>
#include <utility>

namespace muster::tests {

using core::wall_time;
using service::act;
using service::job_facts;
using overlap = schedule::timetable::overlap;

void host::supervise() {
    if (!is_up()) return;
    auto const offset = now_.time_since_epoch() - mono_.time_since_epoch();
    if (offset != std::exchange(clock_offset_, offset)) look_ = true;
    reload();
    auto const found = specs_->all().find("nightly");
    if (found == specs_->all().end()) return;
    auto const facts = read_jobs();
    auto const seen = look_at(found->second.what, facts, tried_, now_);
    bool const looks = std::exchange(look_, false) || (again_ && *again_ <= now_);
    if (!looks && !seen.acts.empty()) note("overslept: " + seen.acts.front().job);
    judge(facts, seen);
    if (!looks) return;
    again_ = seen.again;
    for (auto const& j : facts)
        if (j.how == state::running) watched_.insert(j.id);
    for (auto const& a : seen.acts) carry_out(a);
}

void host::reload() {
    auto const changed = specs_->refresh(now_, all_anew_);
    if (!changed.empty()) tried_.clear();
    if (!changed.empty() || all_anew_) look_ = true;
    all_anew_ = false;
    if (plan_.since <= now_) return; // else the clock was set back behind it
    plan_.since = now_;
    owed_.take(plan_);
}

std::vector<job_facts> host::read_jobs() {
    std::vector<std::string> ids;
    for (auto const& [id, j] : jobs_) ids.push_back(id);
    auto const recent = service::are_recent("nightly", ids, now_);
    std::vector<job_facts> all;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto const& j = jobs_.at(ids[i]);
        if (recent[i] || open_.contains(ids[i])) {
            all.push_back(facts_of(j));
            if (all.back().how == state::over)
                open_.erase(ids[i]);
            else
                open_.insert(ids[i]);
        } else if (auto const at = j.facts.start) {
            all.push_back({ids[i], at, state::over, *at, *at, 0, {}});
        }
    }
    return all;
}

job_facts host::facts_of(job const& j) const {
    auto f = j.facts;
    if (j.paused && (f.how == state::broken || f.how == state::window)) f.how = state::held;
    f.failures = f.how == state::broken ? j.failures : 0;
    return f;
}

bool host::is_given_up(std::string const& id) const {
    auto const t = tried_.find(id);
    return t != tried_.end() && (t->second.hopeless || t->second.in_a_row >= service::failures_until_left);
}

bool host::is_under_way(job_facts const& j) const {
    if (j.how == state::running) return true;
    if (j.how == state::over) return false;
    bool const replaced = plan_.when.on_overlap == overlap::replace && j.start
                          && std::any_of(jobs_.begin(), jobs_.end(), [&](auto const& other) {
                                 auto const& start = other.second.facts.start;
                                 return start && *start > *j.start && *start <= now_;
                             });
    if (replaced) return false;
    if (j.how == state::held) return true;
    return j.start && !is_given_up(j.id) && j.failures < service::failures_until_left;
}

bool host::any_under_way() const {
    return std::any_of(jobs_.begin(), jobs_.end(), [&](auto const& each) {
        return each.second.facts.how != state::over && is_under_way(facts_of(each.second));
    });
}

void host::judge(std::vector<job_facts> const& facts, service::outlook const& seen) {
    for (auto& [id, j] : jobs_)
        if (j.facts.how != state::over && !is_under_way(facts_of(j))) j.passed_over = true;
    owed_.review(
        now_, facts, [this](job_facts const& j) { return is_under_way(j); },
        [this](std::string const& id) { return is_given_up(id); });
    bool const starts = std::any_of(seen.acts.begin(), seen.acts.end(),
                                    [](act const& a) { return a.what == act::kind::start; });
    bool const under_way =
        std::any_of(facts.begin(), facts.end(), [&](job_facts const& j) { return is_under_way(j); });
    if (owed_.any() && !under_way && !starts && owed_.can_be_made(now_, tried_))
        note("not made: " + owed_.due_up_to(now_).back() + "; " + seen.why_not);

    bool resumable = is_open() && seen.acts.empty() && under_way;
    for (auto const& j : facts) {
        if (j.how == state::running || j.how == state::held) resumable = false;
        auto const t = tried_.find(j.id);
        auto const paused_from = t == tried_.end() ? j.ended : std::max(j.ended, t->second.last);
        if (is_under_way(j) && paused_from + service::pause_after(service::failures_until_left) > now_)
            resumable = false;
    }
    if (resumable) note("nothing is resumed: " + seen.why_not);

    for (auto const& a : seen.acts) {
        if (a.what != act::kind::start || plan_.when.on_overlap != overlap::skip || what_.clock_is_set)
            continue;
        auto const at = *service::start_of_job("nightly", a.job);
        auto const due =
            service::due_moment("nightly", plan_.when.jitter, at, plan_.when.when.next(at, plan_.when.where));
        for (auto const& j : facts)
            if (j.how == state::over && j.began <= due && due < j.ended)
                note("made in the time of " + j.id + ": " + a.job);
    }
}

void host::carry_out(act const& a) {
    if (a.what == act::kind::stop) {
        if (auto& j = jobs_.at(a.job); j.facts.how == state::running) end_run(j, state::broken, now_);
        return;
    }
    if (!is_open()) note("outside the window: " + a.job);
    for (auto const& [id, j] : jobs_)
        if (j.facts.how == state::running) note("beside " + id + ": " + a.job);
    if (!calm_ && chance(20)) { // its process dies before it writes anything
        auto& t = tried_[a.job];
        t = {t.in_a_row + 1, now_, "no key", chance(6)};
        look_ = true;
        return;
    }
    if (a.what == act::kind::start)
        start(a);
    else
        resume(a);
    watched_.insert(a.job);
}

void host::start(act const& a) {
    auto const at = service::start_of_job("nightly", a.job).value();
    auto const due =
        service::due_moment("nightly", plan_.when.jitter, at, plan_.when.when.next(at, plan_.when.where));
    if (jobs_.contains(a.job)) note("doubled: " + a.job);
    if (due > now_) note("too early: " + a.job);
    if (due <= plan_.since) note("due before the spec was written: " + a.job);
    if (plan_.when.when.next(at - std::chrono::seconds(1), plan_.when.where) != at)
        note("no start: " + a.job);
    jobs_[a.job] = {{a.job, at, state::running, now_, now_, 0, ""},
                    std::chrono::minutes(pick(1, 90)),
                    now_,
                    0,
                    false,
                    false};
    owed_.made(at);
    tried_.erase(a.job);
}

void host::resume(act const& a) {
    auto& j = jobs_.at(a.job);
    if (j.paused) note("paused, and resumed: " + a.job);
    if (j.facts.how != state::broken && j.facts.how != state::window) note("not to be resumed: " + a.job);
    if (!j.facts.start) note("resumed, though begun by hand: " + a.job);
    j.facts.how = state::running;
    j.run_began = now_;
    tried_.erase(a.job);
}

} // namespace muster::tests
