#pragma once
#include "service/agenda.hpp"

#include <optional>
#include <vector>

namespace muster::service {

/// Whether a spec is late.
struct lateness {
    std::optional<core::wall_time> start; ///< the latest start that should have been made by now, and was not
    std::optional<core::wall_time> again; ///< when that may be told of the next one, unless something changes
};

/// Looks for the latest start of a spec that was due, in its window if it has any, at least `missed_after`
/// ago: it is late if neither its job nor that of a later start is there, whatever the reason, but for one
/// that is to be made right now (`acts`). Pure.
lateness lateness_of(plan const& p, std::vector<job_facts> const& jobs, std::vector<act> const& acts,
                     core::wall_time now);

} // namespace muster::service
