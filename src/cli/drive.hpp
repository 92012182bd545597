#pragma once
#include "cli/consent.hpp"
#include "cli/run_options.hpp"
#include "cli/summary.hpp"
#include "core/errors.hpp"
#include "launch/take_up.hpp"

namespace muster::cli {

/// What a run came to: what to print, and with what status to exit.
struct drive_result {
    run_report report;
    core::exit_status status = core::exit_status::ok;
};

/// Runs a job on this thread until it ends: event loop, progress on standard error, log, signals (the first
/// asks it to stop, the second ends the process at once). It is let go at the end. `jobs` = where it is kept;
/// `first` is said before anything else. Throws core::job_error and files::io_error only before the run has
/// begun.
drive_result drive(launch::store& jobs, launch::ready_job job, run_options const& options,
                   std::vector<notice> const& first);

/// The same for a job that is complete already: what it came to, without a run, but for the look at its
/// members that its spec asks for, if none was made.
drive_result result_of_complete(launch::store& jobs, journal::directory const& where,
                                run_options const& options);

} // namespace muster::cli
