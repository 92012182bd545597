#pragma once
#include "launch/descent.hpp"
#include "launch/plan_file.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace muster::launch {

/// How a plan is applied.
struct plan_choices {
    bool replan = false; ///< members that are stale get what looking at them now gives; else they fail
    /// How many may be stale of so many members.
    std::function<std::uint64_t(std::uint64_t members)> most_stale;
    std::string approved_by; ///< may be empty
};

/// A job that applies a plan: its rows are the plan's members (spec/planned_operation.hpp).
struct planned_job {
    plan of;
    muster::spec::spec spec; ///< of no use if the plan has no members
    descent from;
};

/// Makes it, to be begun (launch::begin). The storage must outlive it; the file is read again then. Throws
/// what read_plan() throws, and core::job_error(usage) for a spec that this version of muster does not take.
planned_job make_planned_job(files::storage& storage, std::filesystem::path const& file,
                             plan_choices const& choices);

} // namespace muster::launch
