#pragma once
#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

/// Adds --state-dir and --store to a command that works on jobs: one or the other, both into `place`, as
/// launch::job_place reads it.
void add_place_option(CLI::App& command, std::string& place);

} // namespace muster::cli
