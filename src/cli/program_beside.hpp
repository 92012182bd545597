#pragma once
#include "service/say.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace muster::cli {

/// Another command of muster's as a process beside this one: it has our standard output and error, and ends
/// with us, however we end. One that ends before is begun again, with pauses that grow from a second to a
/// minute, unless it says that it was called wrongly. The command must know `--end-with-parent`.
class program_beside {
public:
    /// Begins `muster COMMAND ARGUMENTS`. `tell` is called on a thread of its own, and must outlive this.
    program_beside(std::string command, std::vector<std::string> arguments, service::say tell);
    /// Ends it.
    ~program_beside();
    program_beside(program_beside const&) = delete;
    program_beside& operator=(program_beside const&) = delete;

private:
    void keep();
    /// 0: it could not be begun.
    [[nodiscard]] pid_t begin() const;

    std::string command_;
    std::vector<std::string> arguments_;
    service::say tell_;
    std::mutex mutex_; // of the two below
    pid_t pid_ = 0;
    bool ending_ = false;
    std::condition_variable ends_;
    std::thread keeper_; // the process ends with this thread (PR_SET_PDEATHSIG)
};

} // namespace muster::cli
