#pragma once
#include "cli/command_words.hpp"

#include <string>

namespace muster::cli {

/// The name of a command's manual page: `muster-member-get`.
std::string page_name(command_words const& command);

/// A command's manual page for section 1, in the macros of man(7). `tree` = the program, which it refers to.
std::string man_page(command_words const& command, command_words const& tree);

} // namespace muster::cli
