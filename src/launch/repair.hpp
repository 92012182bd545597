#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"

#include <string>
#include <vector>

namespace muster::launch {

/// Mends in the directory of a job that is there (store::find) what the journal's rules allow
/// (src/journal/README.md), under the job's lock, and says what it did. What is cut off or replaced is kept;
/// damage where the journal was durable is left as it is. Throws core::job_error: busy if the job is running,
/// internal if a file operation failed.
std::vector<std::string> repair_job(files::storage& storage, journal::directory const& where);

} // namespace muster::launch
