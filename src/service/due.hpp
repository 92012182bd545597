#pragma once
#include "service/agenda.hpp"

#include <functional>

namespace muster::service {

/// A start that is due and not dealt with.
struct due_start {
    core::wall_time at;    ///< as the timetable has it
    core::wall_time ready; ///< when it could be made: it was due, its window was open, no job was in its way
};

/// The starts of a spec up to a moment.
struct starts_found {
    std::optional<due_start> chosen;     ///< the one to be made
    std::optional<core::wall_time> next; ///< when the next one is due
    bool never_opens = false;            ///< a start waits, and its windows stay closed
};

/// Looks for them. `under_way` = whether a job has not come to its end; `given_up` = whether a start is not
/// tried any more, by its job's id. See look_at for the rules.
starts_found find_due(plan const& p, std::vector<job_facts> const& jobs, core::wall_time now,
                      std::function<bool(job_facts const&)> const& under_way,
                      std::function<bool(std::string const&)> const& given_up);

} // namespace muster::service
