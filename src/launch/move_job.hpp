#pragma once
#include "launch/store.hpp"

#include <string>

namespace muster::launch {

/// Moves a job, or the archive of one, from where jobs are kept to another such place, byte for byte; both
/// are locked meanwhile. It is a job there only once it is whole and has been read back, and only then goes
/// from where it was: whoever was killed in between is gone on with by the next call. Throws core::job_error:
/// usage if there is no such job, or another of its id there; busy if it runs; io_error.
void move_job(store& from, store& to, std::string const& id);
void move_archive(store& from, store& to, std::string const& id);

} // namespace muster::launch
