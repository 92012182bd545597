#pragma once
#include "cli/plan_groups.hpp"
#include "launch/plan_file.hpp"

#include <ostream>

namespace muster::cli {

/// Writes a plan as one page of HTML for whoever is to approve it: it needs nothing from elsewhere, and its
/// policy lets a browser run nothing but its own script, which pages through the members. All that comes from
/// members is text to it.
class plan_page {
public:
    /// Writes what stands before the members. `out` must outlive it.
    plan_page(std::ostream& out, launch::plan const& plan, plan_groups const& groups);
    /// The next member, with its steps.
    void add(launch::planned_member const& m, std::vector<change_step> const& steps);
    /// Writes what stands behind them.
    void finish();

private:
    std::ostream& out_;
    char const* before_ = "";
};

} // namespace muster::cli
