#pragma once
#include "cli/command_words.hpp"

#include <string>

namespace CLI {
class App;
}

namespace muster::cli {

/// The commands and options as they are, so that what is made of them cannot fall behind.
command_words read_tree(CLI::App const& app, std::string const& path = "");

} // namespace muster::cli
