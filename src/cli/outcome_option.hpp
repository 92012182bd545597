#pragma once
#include "core/outcome.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace muster::cli {

/// Adds `--outcome`: some of the words `known`, with commas between them. `what` = what the help says of it.
void add_outcome_option(CLI::App& command, std::vector<std::string>& chosen, std::vector<std::string> known,
                        std::string const& what);

/// Whether the outcome's word is among them.
bool is_among(std::vector<std::string> const& chosen, core::outcome o);

} // namespace muster::cli
