#include "service/command.hpp"

#include "core/printable.hpp"
#include "files/descriptor.hpp"
#include "service/spawn_settings.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::service {

namespace {

/// What a program may need to find its way; keys are in others.
std::vector<std::string> environment() {
    std::vector<std::string> kept;
    for (char const* const name :
         {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "MAILTO"})
        if (char const* const value = std::getenv(name)) kept.push_back(std::string(name) + '=' + value);
    return kept;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& t : texts) all.push_back(t.data());
    all.push_back(nullptr);
    return all;
}

/// Whether a process ended within `limit`.
bool ends_within(pid_t pid, core::duration limit) {
    files::descriptor const process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!process) return false;
    auto const end = std::chrono::steady_clock::now() + limit;
    for (;;) {
        auto const left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        pollfd wanted{process.get(), POLLIN, 0};
        auto const ready = ::poll(&wanted, 1, static_cast<int>(left.count()));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

int reap(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

} // namespace

std::string run_command(std::vector<std::string> const& command, std::string const& input,
                        core::duration limit) {
    auto const name = core::quoted(command.front());
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::string("no pipe: ") + std::strerror(errno);
    files::descriptor const out(ends[0]);
    files::descriptor in(ends[1]);
    ::fcntl(in.get(), F_SETFL, O_NONBLOCK); // a pipe holds 64 KiB: what does not fit is never waited for

    auto words = command;
    auto variables = environment();
    pid_t pid = 0;
    {
        spawn_settings how;
        how.take(out.get(), STDIN_FILENO);
        how.open(STDOUT_FILENO, "/dev/null", O_WRONLY);
        how.open(STDERR_FILENO, "/dev/null", O_WRONLY);
        how.close_from(STDERR_FILENO + 1);
        auto const error = ::posix_spawnp(&pid, words.front().c_str(), how.files(), how.attributes(),
                                          pointers(words).data(), pointers(variables).data());
        if (error != 0) return name + " cannot be run: " + std::strerror(error);
    }
    bool const written = ::write(in.get(), input.data(), input.size()) == static_cast<ssize_t>(input.size());
    in = files::descriptor(); // its end
    bool const ended = ends_within(pid, limit);
    if (!ended) ::kill(-pid, SIGKILL);
    auto const status = reap(pid);
    if (!ended) return name + " did not end within " + core::describe(limit) + ", and was killed";
    if (WIFSIGNALED(status)) return name + " was ended by signal " + std::to_string(WTERMSIG(status));
    if (WEXITSTATUS(status) != 0) return name + " ended with status " + std::to_string(WEXITSTATUS(status));
    return written ? "" : name + " did not read all of the message";
}

} // namespace muster::service
