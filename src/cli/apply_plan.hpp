#pragma once
#include "cli/run_options.hpp"
#include "core/errors.hpp"

#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

/// How `run` applies a plan that is kept.
struct apply_options {
    std::string file; ///< the plan; empty = none is to be applied
    std::string stale = "skip";
    std::string most_stale = "1%"; ///< a share of the members, or a number of them
    std::string approved_by;
    bool again = false; ///< although a job has applied it
};

/// Adds --plan, --stale, --most-stale, --approved-by and --again to `run`, and --new-key for `run`.
void add_apply_options(CLI::App& command, apply_options& options, run_options& run);

/// What is given that a plan has settled, or that is of no use without one; empty if nothing is.
std::string mistake_in(CLI::App const& command, apply_options const& options);

/// Makes a job of the plan, runs it, and prints its summary. Throws core::job_error.
core::exit_status apply_plan(apply_options const& options, std::string const& job_id, run_options const& run);

} // namespace muster::cli
