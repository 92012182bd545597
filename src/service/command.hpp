#pragma once
#include "core/time.hpp"

#include <string>
#include <vector>

namespace muster::service {

/// Runs a program (looked for in $PATH, no shell) with `input` (under 64 KiB) on its standard input, and
/// waits for its end; what it prints is dropped. After `limit` it is killed. It sees none of our secrets: of
/// our environment only what says who and where we are. Empty = it ended with status 0; else why not, for
/// people.
std::string run_command(std::vector<std::string> const& command, std::string const& input,
                        core::duration limit);

} // namespace muster::service
