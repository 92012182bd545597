#pragma once
#include <stdexcept>
#include <string>

namespace muster::core {

/// The exit statuses of the program (README, "Exit statuses").
enum class exit_status : int {
    ok = 0,             ///< all well
    members_failed = 1, ///< finished, and some members failed or are unknown
    usage = 2,          ///< bad command line or spec; nothing was sent
    refused = 3,        ///< credentials or the live guard refused
    busy = 4,           ///< the job is running elsewhere
    internal = 70,      ///< a bug, or the job's files are damaged
    stopped = 75,       ///< stopped early; `muster resume` goes on (EX_TEMPFAIL of sysexits)
};

/// The job cannot go on. (A failure of one member is a value, an outcome; this is not that.) `what()` is a
/// message for the person who must act: what happened, what was kept, what to do next; it holds no secret.
class job_error : public std::runtime_error {
public:
    job_error(exit_status status, std::string const& message)
        : std::runtime_error(message),
          status_(status) {}
    /// With what status the program is to end.
    [[nodiscard]] exit_status status() const noexcept { return status_; }

private:
    exit_status status_;
};

} // namespace muster::core
