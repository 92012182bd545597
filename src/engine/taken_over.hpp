#pragma once
#include "core/errors.hpp"

#include <string>

namespace muster::engine {

/// Says that the lock on a job is another's: nothing more can be noted, and so nothing is sent.
[[noreturn]] inline void throw_taken_over(std::string const& job) {
    throw core::job_error(
        core::exit_status::busy,
        "another host has taken over job " + job
            + ", as this one did not renew its lease in time. This run sends nothing more; what "
              "was under way is looked at by the other, which goes on with the job.");
}

} // namespace muster::engine
