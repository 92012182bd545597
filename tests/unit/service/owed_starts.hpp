#pragma once
#include "service/agenda.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace muster::tests {

/// What a spec is owed by its timetable, kept by somebody who sees all: each start as it comes due, and what
/// was going on then. The agenda sees files only, and whoever keeps them may die: whatever is owed here has
/// to be made by it all the same. Left out is only what the README lets go: what another job was in the way
/// of, what later ones took the place of, what is too old, what was due before the spec was written.
class owed_starts {
public:
    /// The spec is this from now on. Starts that were due up to its `since` are not owed.
    void take(service::plan const& p);
    /// There is no spec any more.
    void forget();

    /// The clock on the wall goes forward, by itself or as somebody sets it. `under_way` = whether a job is.
    void clock_goes(core::wall_time from, core::wall_time to, std::function<bool()> const& under_way);
    /// Somebody sets it back: what was due is due again later.
    void clock_set_back(core::wall_time to);
    /// There is a job for that start now.
    void made(core::wall_time at);

    using of_job = std::function<bool(service::job_facts const&)>;
    using of_id = std::function<bool(std::string const&)>;
    /// Drops what is not owed any more, by what the files tell at `now`.
    void review(core::wall_time now, std::vector<service::job_facts> const& jobs, of_job const& under_way,
                of_id const& given_up);

    [[nodiscard]] bool any() const { return !all_.empty(); }
    /// Whether all that is owed could be made at once: its windows are open, nothing holds it back.
    [[nodiscard]] bool can_be_made(core::wall_time now, service::troubles const& tried) const;
    /// Of those that were due up to `t`, for people.
    [[nodiscard]] std::vector<std::string> due_up_to(core::wall_time t) const;

private:
    struct start {
        core::wall_time due;
        bool behind_job = false; // one was under way when it came due
    };
    [[nodiscard]] core::wall_time due(core::wall_time at) const;
    [[nodiscard]] std::optional<core::wall_time> opens(core::wall_time t) const;
    [[nodiscard]] bool is_let_go(core::wall_time at, start& s, core::wall_time now,
                                 std::vector<service::job_facts> const& jobs, of_job const& under_way) const;
    void drop_replaced();
    void find_next(core::wall_time from);

    service::plan plan_;
    bool there_ = false;
    bool was_set_back_ = false;
    std::optional<std::pair<core::wall_time, core::wall_time>> next_; // the next start, and when it is due
    std::map<core::wall_time, start> all_;
    std::set<core::wall_time> made_;
};

} // namespace muster::tests
