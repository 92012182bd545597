#pragma once
#include "cli/command_words.hpp"

#include <string>

namespace muster::cli {

/// Scripts that complete the commands of a tree in a shell. For jobs and parameters they ask the program
/// (`muster __names`).

std::string bash_completion(command_words const& tree);
std::string zsh_completion(command_words const& tree);
std::string fish_completion(command_words const& tree);

} // namespace muster::cli
