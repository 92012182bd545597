#pragma once
#include "launch/store.hpp"

#include <string>
#include <vector>

namespace muster::cli {

/// Prints the next five starts of the specs in these files and directories, and why none is made now; what is
/// wrong with specs goes to standard error. Changes nothing. false: there is no spec with a schedule, or one
/// is wrong.
bool print_schedule(launch::store& jobs, std::vector<std::string> const& places, bool as_json);

} // namespace muster::cli
