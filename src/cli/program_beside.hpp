#pragma once
#include <string>
#include <sys/types.h>
#include <vector>

namespace muster::cli {

/// Another command of muster's as a process beside this one: it has our standard output and error, and ends
/// with us, however we end. The command must know `--end-with-parent`.
class program_beside {
public:
    /// Begins `muster COMMAND ARGUMENTS`. Throws std::system_error.
    program_beside(std::string const& command, std::vector<std::string> arguments);
    /// Ends it.
    ~program_beside();
    program_beside(program_beside const&) = delete;
    program_beside& operator=(program_beside const&) = delete;

private:
    pid_t pid_ = 0;
};

} // namespace muster::cli
