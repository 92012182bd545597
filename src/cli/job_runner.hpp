#pragma once
#include "cli/consent.hpp"
#include "cli/run_options.hpp"
#include "core/errors.hpp"
#include "launch/descent.hpp"
#include "spec/spec.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

/// Makes a new job of a spec (`job_id` = what it is to be called; empty = a free one), runs it, and prints
/// its summary. Asks on the terminal before real members are changed. Throws core::job_error.
core::exit_status start_job(spec::spec spec, std::string const& job_id, run_options const& options);

/// The same for a job that may come from another. `said` = what there is to say already.
core::exit_status start_job_from(launch::store& jobs, spec::spec spec, std::string const& job_id,
                                 run_options const& options, std::vector<notice> said,
                                 std::optional<launch::descent> const& from);

/// Goes on with the newest unfinished job of this very spec; makes a new one if there is none. With a
/// `job_id`, that job alone is meant, and nothing is done if it is complete. Throws core::job_error.
core::exit_status start_or_resume_job(spec::spec spec, std::string const& job_id, run_options const& options);

/// The same for a job that is on disk: goes on where it stopped. Throws core::job_error.
core::exit_status resume_job(std::string const& job_id, run_options const& options);

} // namespace muster::cli
