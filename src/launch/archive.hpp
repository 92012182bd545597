#pragma once
#include "launch/held_job.hpp"

#include <filesystem>
#include <string>

namespace muster::launch {

/// Packs a job's directory, but for its lock, into a tar file compressed by zstd, and reads that back before
/// it counts: `archive`, or where there is one of that name, that with `-2` and so on before its endings.
/// Unpacked where jobs are, it is the job again. The job itself is left. Returns the file, which is durable.
/// Throws core::job_error(usage) if the directory holds what is neither a file nor a directory; io_error.
std::filesystem::path archive_job(held_job const& held, files::storage& storage,
                                  std::filesystem::path const& archive);

/// Of the libarchive that this process runs with, e.g. `3.6.2`.
std::string version_of_libarchive();

} // namespace muster::launch
