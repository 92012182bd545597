#pragma once
#include "cli/run_options.hpp"
#include "spec/spec.hpp"

namespace muster::cli {

/// What a user says of an export on the command line becomes part of the job, so that a resume keeps it.
/// Throws core::job_error(usage) where the job is no export, or not one of that kind.
void keep_export_choices(spec::spec& spec, run_options const& options);

} // namespace muster::cli
