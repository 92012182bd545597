#pragma once
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace muster::service {

/// Processes of this very program that work on jobs, one each. They outlive us: what they need of us is
/// nothing. They write to our standard error themselves, so that no word is lost when we die.
class children {
public:
    /// Runs `muster ARGUMENTS` for a job. Throws std::system_error.
    void begin(std::string const& job, std::vector<std::string> const& arguments);

    struct end {
        std::string job;
        std::optional<int> status; ///< with which it exited; nullopt: a signal ended it
        int signal = 0;
    };
    /// How it ended, in words that follow the job's name.
    static std::string describe(end const& e);
    /// Those that have ended since; does not wait.
    std::vector<end> reap();

    /// The process of a job; 0 if it is none of ours.
    [[nodiscard]] pid_t of(std::string const& job) const;
    /// By job.
    [[nodiscard]] std::map<std::string, pid_t> const& all() const { return by_job_; }

private:
    std::map<std::string, pid_t> by_job_;
};

} // namespace muster::service
