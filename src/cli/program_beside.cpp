#include "cli/program_beside.hpp"

#include "core/errors.hpp"
#include "core/quiet_thread.hpp"
#include "service/spawn_settings.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace muster::cli {

namespace {

constexpr std::chrono::seconds first_pause{1};
constexpr std::chrono::seconds longest_pause{60};
/// Whoever lived so long had no lasting trouble.
constexpr std::chrono::minutes well_for{5};

/// As waitpid(2) has it.
int wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

std::string how_it_ended(int status) {
    if (WIFSIGNALED(status)) return "was killed by signal " + std::to_string(WTERMSIG(status));
    return "ended with exit status " + std::to_string(WEXITSTATUS(status));
}

bool was_called_wrongly(int status) {
    return WIFEXITED(status) && WEXITSTATUS(status) == static_cast<int>(core::exit_status::usage);
}

} // namespace

program_beside::program_beside(std::string command, std::vector<std::string> arguments, service::say tell)
    : command_(std::move(command)),
      arguments_(std::move(arguments)),
      tell_(std::move(tell)) {
    arguments_.insert(arguments_.begin(),
                      {"muster", command_, "--end-with-parent=" + std::to_string(::getpid())});
    keeper_ = core::quiet_thread([this] { keep(); });
}

program_beside::~program_beside() {
    {
        std::lock_guard const alone(mutex_);
        ending_ = true;
        if (pid_ != 0) ::kill(pid_, SIGTERM);
    }
    ends_.notify_all();
    keeper_.join();
}

pid_t program_beside::begin() const try {
    auto words = arguments_;
    std::vector<char*> argv;
    for (auto& each : words) argv.push_back(each.data());
    argv.push_back(nullptr);
    service::spawn_settings how;
    how.open(STDIN_FILENO, "/dev/null", O_RDONLY);
    pid_t pid = 0;
    auto const error =
        ::posix_spawn(&pid, "/proc/self/exe", how.files(), how.attributes(), argv.data(), ::environ);
    return error == 0 ? pid : 0;
} catch (std::system_error const&) {
    return 0;
}

void program_beside::keep() {
    auto pause = first_pause;
    std::unique_lock alone(mutex_);
    while (!ending_) {
        auto const begun = std::chrono::steady_clock::now();
        auto const pid = pid_ = begin();
        alone.unlock();
        auto const status = pid == 0 ? std::nullopt : std::optional(wait_for(pid));
        alone.lock();
        pid_ = 0;
        if (ending_) return;
        if (status && was_called_wrongly(*status)) return; // it has said what is wrong
        if (std::chrono::steady_clock::now() - begun >= well_for) pause = first_pause;
        tell_(true, "muster " + command_ + " " + (status ? how_it_ended(*status) : "cannot be begun")
                        + "; it is begun again in " + std::to_string(pause.count()) + " s");
        ends_.wait_for(alone, pause, [this] { return ending_; });
        pause = std::min(pause * 2, longest_pause);
    }
}

} // namespace muster::cli
