#pragma once
#include "cli/jobs_choice.hpp"

#include <string>
#include <vector>

namespace muster::cli {

/// Which of the jobs that are to be removed `muster schedule` would make again, if it has their specs as they
/// have them. Throws io_error.
std::vector<std::string> made_again(launch::store& jobs, std::vector<chosen_job> const& chosen,
                                    core::wall_time now);

} // namespace muster::cli
