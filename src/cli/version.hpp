#pragma once
#include <string>

namespace muster::cli {

/// What `--version` says, without the last newline: the program's version on the first line; below it what it
/// was built by, and the libraries: those that are linked as they are now, headers as they were at the build.
std::string version_words();

} // namespace muster::cli
