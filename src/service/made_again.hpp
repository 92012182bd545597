#pragma once
#include "service/agenda.hpp"

#include <string>
#include <vector>

namespace muster::service {

/// Which of the jobs of a spec that are to be removed would be made again, as nothing is left then that tells
/// that their starts are dealt with: their ids, in the order in which they would be. `jobs` = all jobs of the
/// spec (job_reader::of_spec), those among them. Pure.
std::vector<std::string> made_again(plan const& p, std::vector<job_facts> jobs,
                                    std::vector<std::string> const& removed, core::wall_time now);

} // namespace muster::service
