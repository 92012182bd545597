#include "cli/descent_options.hpp"

#include <CLI/CLI.hpp>

namespace muster::cli {

void add_descent_options(CLI::App& command, descent_options& options) {
    command.add_option("JOB", options.job, "The job's id")->required();
    command.add_option("--job-id", options.job_id,
                       "The new job's id, instead of one that is made of its name");
    add_run_options(command, options.run);
    command.add_flag("--new-key", options.run.new_key,
                     "The key was replaced by another of the same application");
}

} // namespace muster::cli
