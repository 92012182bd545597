#pragma once
#include "cli/one_request.hpp"
#include "cli/spec_options.hpp"

#include <optional>

namespace muster::cli {

/// Which platform to ask, of a spec or of options, for commands that work on no job.
struct target_options {
    spec_options spec; ///< without a path, `platform` says it all
    platform_options platform;
    bool ignore_window = false;
};

/// Adds SPEC, behind the arguments that the subcommand has by then, and the options.
void add_target_options(CLI::App& command, target_options& options);

/// The platform that they name, once requests may be sent to it (await_window). Lists the mistakes of a spec
/// on standard error and gives nullopt if it has any. Throws core::job_error as read_spec(), await_window()
/// and target_of() of platform_options do.
std::optional<target> target_of(target_options const& options);

} // namespace muster::cli
