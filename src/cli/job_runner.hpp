#pragma once
#include "cli/run_options.hpp"
#include "core/errors.hpp"
#include "spec/spec.hpp"

#include <string>

namespace muster::cli {

/// Makes a new job's directory with its spec, and runs it. Throws core::job_error.
core::exit_status start_job(spec::spec const& job, std::string const& job_id, run_options const& options);

/// Goes on with a job that is on disk. Throws core::job_error.
core::exit_status resume_job(std::string const& job_id, run_options const& options);

} // namespace muster::cli
