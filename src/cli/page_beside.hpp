#pragma once
#include <string>
#include <sys/types.h>
#include <vector>

namespace muster::cli {

/// `muster web` as a process beside this one: it prints its links on our standard output, and ends with us,
/// however we end.
class page_beside {
public:
    /// Begins it with these arguments. Throws std::system_error.
    explicit page_beside(std::vector<std::string> arguments);
    /// Ends it.
    ~page_beside();
    page_beside(page_beside const&) = delete;
    page_beside& operator=(page_beside const&) = delete;

private:
    pid_t pid_ = 0;
};

} // namespace muster::cli
