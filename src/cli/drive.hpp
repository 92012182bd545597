#pragma once
#include "cli/held_job.hpp"
#include "cli/run_options.hpp"
#include "cli/summary.hpp"
#include "core/errors.hpp"

namespace muster::cli {

/// What a run came to: what to print, and with what status to exit.
struct drive_result {
    run_report report;
    core::exit_status status = core::exit_status::ok;
};

/// Runs a job on this thread until it ends: event loop, progress on standard error, log, signals (the first
/// asks it to stop, the second ends the process at once). `found` = its journal as it is. Throws
/// core::job_error only before the run has begun.
drive_result drive(held_job& held, spec::spec const& job, std::string const& key, journal::replayed found,
                   run_options const& options);

} // namespace muster::cli
