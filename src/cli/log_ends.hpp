#pragma once
#include "cli/log.hpp"
#include "cli/summary.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <string>

namespace muster::cli {

/// The first line of a run, written before its first request: what is done to whom, and, on a terminal, how
/// to go on with the job for whoever sees no more of it. `resume` = the command for that.
log_entry first_entry(spec::spec const& spec, std::string const& job_id, std::uint64_t run,
                      std::string const& resume);

/// The last line of a run: what it came to, with the fields of `--output json`. A terminal shows the summary
/// instead.
log_entry last_entry(run_report const& r);

} // namespace muster::cli
