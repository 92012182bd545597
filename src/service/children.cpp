#include "service/children.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace muster::service {

namespace {

void check(int code) {
    if (code != 0) throw std::system_error(code, std::generic_category(), "a process cannot be begun");
}

/// What posix_spawn(3) is told, freed at the end.
struct instructions {
    instructions() {
        check(::posix_spawn_file_actions_init(&files));
        check(::posix_spawnattr_init(&attributes));
    }
    ~instructions() {
        ::posix_spawn_file_actions_destroy(&files);
        ::posix_spawnattr_destroy(&attributes);
    }
    instructions(instructions const&) = delete;
    instructions& operator=(instructions const&) = delete;

    ::posix_spawn_file_actions_t files{};
    ::posix_spawnattr_t attributes{};
};

} // namespace

void children::begin(std::string const& job, std::vector<std::string> const& arguments) {
    instructions how;
    check(::posix_spawn_file_actions_addopen(&how.files, STDIN_FILENO, "/dev/null", O_RDONLY, 0));
    check(::posix_spawn_file_actions_addopen(&how.files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0));
    ::sigset_t none;
    ::sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    check(::posix_spawnattr_setsigmask(&how.attributes, &none)); // ours blocks what we wait for
    check(::posix_spawnattr_setsigdefault(&how.attributes, &all));
    // A group of its own: Ctrl-C is ours to pass on.
    check(::posix_spawnattr_setflags(&how.attributes,
                                     POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP));
    std::vector<std::string> words{"muster"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& w : words) argv.push_back(w.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    // Also after an upgrade this is the program that we are.
    check(::posix_spawn(&pid, "/proc/self/exe", &how.files, &how.attributes, argv.data(), ::environ));
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

} // namespace muster::service
