#include "service/children.hpp"

#include "core/errors.hpp"
#include "service/spawn_settings.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace muster::service {

void children::begin(std::string const& job, std::vector<std::string> const& arguments) {
    spawn_settings how;
    how.open(STDIN_FILENO, "/dev/null", O_RDONLY);
    how.open(STDOUT_FILENO, "/dev/null", O_WRONLY);
    std::vector<std::string> words{"muster"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& w : words) argv.push_back(w.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    // Also after an upgrade this is the program that we are.
    auto const error =
        ::posix_spawn(&pid, "/proc/self/exe", how.files(), how.attributes(), argv.data(), ::environ);
    if (error != 0) throw std::system_error(error, std::generic_category(), "a process cannot be begun");
    by_job_[job] = pid;
}

std::vector<children::end> children::reap() {
    std::vector<end> ended;
    for (auto i = by_job_.begin(); i != by_job_.end();) {
        int status = 0;
        auto const got = ::waitpid(i->second, &status, WNOHANG);
        if (got == 0 || (got < 0 && errno == EINTR)) {
            ++i;
            continue;
        }
        end e{i->first, std::nullopt, 0};
        if (got > 0 && WIFEXITED(status)) e.status = WEXITSTATUS(status);
        if (got > 0 && WIFSIGNALED(status)) e.signal = WTERMSIG(status);
        ended.push_back(std::move(e));
        i = by_job_.erase(i);
    }
    return ended;
}

pid_t children::of(std::string const& job) const {
    auto const found = by_job_.find(job);
    return found == by_job_.end() ? 0 : found->second;
}

std::string children::describe(end const& e) {
    if (!e.status) return "was killed by signal " + std::to_string(e.signal);
    switch (static_cast<core::exit_status>(*e.status)) {
    case core::exit_status::ok: return "ended well";
    case core::exit_status::members_failed: return "is complete, and some members failed";
    case core::exit_status::stopped: return "stopped early";
    default: return "ended with exit status " + std::to_string(*e.status);
    }
}

} // namespace muster::service
