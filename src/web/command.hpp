#pragma once
#include "core/time.hpp"

#include <string>
#include <vector>

namespace muster::web {

/// What a process of this program is to do for us.
struct command {
    std::vector<std::string> arguments;              ///< without the program's name; none holds a NUL
    std::string actor;                               ///< on whose behalf (launch/mark.hpp); empty = nobody's
    core::duration limit = std::chrono::seconds(60); ///< after which it is killed
};

/// How it ended.
struct command_result {
    int status = -1; ///< with which it exited; -1: it was killed, or could not be begun
    std::string out;
    std::string err;     ///< its last words, of which the first 64 KiB are kept
    std::string failure; ///< a sentence: it did not end by itself; empty = it did
};

/// The environment of ours, with `actor` in it; empty = without one.
std::vector<std::string> environment_for(std::string const& actor);

} // namespace muster::web
