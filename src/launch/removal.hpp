#pragma once
#include "launch/held_job.hpp"

#include <filesystem>

namespace muster::launch {

/// Removes the directory of a job and all that is in it, and the file of its export that is not whole. At
/// first it gets a name that is no job's, so that no crash leaves half a job. Throws core::job_error(usage)
/// if it is not the directory itself but a link to it; io_error.
void remove_job(held_job const& held, files::storage& storage);

/// Does the rest of what removals had begun that were killed: `directory` = where jobs are. Throws io_error.
void finish_removals(files::storage& storage, std::filesystem::path const& directory);

} // namespace muster::launch
