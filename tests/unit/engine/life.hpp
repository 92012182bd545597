#pragma once
#include "random_job.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster::simulated {

/// What a job is for.
enum class purpose { change, exporting };

/// Leads one random life of a job, by its seed: on that provider's platform, with faults on the way, kills,
/// stops, and others who insert and remove members. What is wrong in the end; nothing if all is well.
std::vector<std::string> lead_life(std::uint64_t seed, user who, std::string const& provider,
                                   purpose what = purpose::change);

} // namespace muster::simulated
