#pragma once
#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

/// What `status` and `jobs list` are asked for.
struct status_options {
    std::string job;   ///< empty = all
    std::string place; ///< of jobs (launch/job_place.hpp)
    std::string output = "table";
};

/// Adds the options that both have, and what they do when they are called, to a subcommand (as in
/// cli/commands.hpp).
void add_status_options(CLI::App& command, std::shared_ptr<status_options> const& o, int& status);

} // namespace muster::cli
