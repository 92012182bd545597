#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "journal/record.hpp"
#include "spec/spec.hpp"

namespace muster::launch {

/// The job's own spec. Throws core::job_error: usage if it is not the one that the job was started with, or
/// is refused by now, as an older muster let pass what this one does not; io_error.
spec::spec read_job_spec(files::storage& storage, journal::directory const& where,
                         journal::job_opened const& opened);

} // namespace muster::launch
