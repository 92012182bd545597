#include "cli/page_beside.hpp"

#include "service/spawn_settings.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace muster::cli {

page_beside::page_beside(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"muster", "web", "--end-with-parent=" + std::to_string(::getpid())});
    std::vector<char*> argv;
    for (auto& each : arguments) argv.push_back(each.data());
    argv.push_back(nullptr);
    service::spawn_settings how;
    how.open(STDIN_FILENO, "/dev/null", O_RDONLY);
    auto const error =
        ::posix_spawn(&pid_, "/proc/self/exe", how.files(), how.attributes(), argv.data(), ::environ);
    if (error != 0) throw std::system_error(error, std::generic_category(), "the page cannot be begun");
}

page_beside::~page_beside() {
    ::kill(pid_, SIGTERM);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

} // namespace muster::cli
