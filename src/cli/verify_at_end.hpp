#pragma once
#include "cli/summary.hpp"
#include "launch/conclusion.hpp"
#include "launch/store.hpp"
#include "spec/spec.hpp"

#include <string>

namespace muster::cli {

/// Looks at the members that a job changed, as its spec asks for it at its end, unless that was done before:
/// what it finds is kept beside the journal. The job must be complete, and nobody may hold it. What it came
/// to is told in `report`; where not all are as written, or they cannot be looked at, the exit status in
/// `end` says so, and the words for that are returned.
std::string verify_at_end(launch::store& jobs, journal::directory const& where, spec::verify const& how,
                          bool ignore_window, run_report& report, launch::conclusion& end);

} // namespace muster::cli
