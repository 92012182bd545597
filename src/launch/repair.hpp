#pragma once
#include "journal/directory.hpp"

#include <string>
#include <vector>

namespace muster::cli {

/// Mends in a job's directory what the journal's rules allow (src/journal/README.md), under the job's lock,
/// and says what it did. What is cut off or replaced is kept; damage where the journal was durable is left as
/// it is. Throws core::job_error: busy if the job is running, internal if a file operation failed.
std::vector<std::string> repair_job(journal::directory const& where);

} // namespace muster::cli
