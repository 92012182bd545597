#include "cli/program_beside.hpp"

#include "service/spawn_settings.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace muster::cli {

program_beside::program_beside(std::string const& command, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"muster", command, "--end-with-parent=" + std::to_string(::getpid())});
    std::vector<char*> argv;
    for (auto& each : arguments) argv.push_back(each.data());
    argv.push_back(nullptr);
    service::spawn_settings how;
    how.open(STDIN_FILENO, "/dev/null", O_RDONLY);
    auto const error =
        ::posix_spawn(&pid_, "/proc/self/exe", how.files(), how.attributes(), argv.data(), ::environ);
    if (error != 0)
        throw std::system_error(error, std::generic_category(), "muster " + command + " cannot be begun");
}

program_beside::~program_beside() {
    ::kill(pid_, SIGTERM);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

} // namespace muster::cli
