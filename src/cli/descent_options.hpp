#pragma once
#include "cli/run_options.hpp"

#include <string>

namespace muster::cli {

/// What a user says of a job that is made from another.
struct descent_options {
    std::string job;    ///< the other's id
    std::string job_id; ///< its own; empty = one that is made of its name
    run_options run;
};

/// Adds them to a subcommand, those of a run among them.
void add_descent_options(CLI::App& command, descent_options& options);

} // namespace muster::cli
