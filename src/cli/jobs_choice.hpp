#pragma once
#include "core/time.hpp"
#include "launch/standing.hpp"
#include "launch/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

/// Which jobs are to be archived or removed, as the command line says it.
struct jobs_choice {
    std::vector<std::string> ids;    ///< these;
    std::vector<std::string> states; ///< or all that stand so
    std::string older_than;          ///< of those, the ones that ended so long ago; empty = any
    bool force = false;              ///< also what is resumable or damaged
};

struct chosen_job {
    launch::standing job;
    std::optional<core::wall_time> ended; ///< or was begun last, if it has no end; nullopt: cannot be told
};

/// The jobs chosen; whether each may be is settled before anything is done to any. Throws core::job_error:
/// usage if the choice makes no sense, a job is not there, or is one that takes `force`; busy if one is
/// running; io_error.
std::vector<chosen_job> choose(launch::store& jobs, jobs_choice const& choice, core::wall_time now);

} // namespace muster::cli
