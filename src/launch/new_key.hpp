#pragma once
#include "launch/held_job.hpp"

#include <string>

namespace muster::launch {

/// Makes sure that a new key is one of the application whose members a job has changed: asks the platform,
/// with that key, for a few members that the job knows. Nothing but such requests to read is sent. Gives a
/// sentence for people where the job knows nobody yet, and there is nothing to tell it by; else an empty
/// text. Throws core::job_error: refused if the key finds none of them, or the platform refuses it; stopped
/// if the platform cannot be asked; files::io_error.
std::string check_new_key(held_job& job, spec::spec const& spec, std::string const& key);

} // namespace muster::launch
