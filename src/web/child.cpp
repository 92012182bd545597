#include "web/child.hpp"

#include "http/as_result.hpp"
#include "service/spawn_settings.hpp"
#include "web/command.hpp"

#include <cerrno>
#include <csignal>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace muster::web {

namespace {

constexpr std::string_view actor_variable = "MUSTER_ACTOR=";

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& t : texts) all.push_back(t.data());
    all.push_back(nullptr);
    return all;
}

} // namespace

std::vector<std::string> environment_for(std::string const& actor) {
    std::vector<std::string> all;
    for (char** each = ::environ; *each != nullptr; ++each)
        if (!std::string_view(*each).starts_with(actor_variable)) all.emplace_back(*each);
    if (!actor.empty()) all.push_back(std::string(actor_variable) + actor);
    return all;
}

child::child(boost::asio::any_io_executor const& on, service::spawn_settings const& how,
             std::vector<std::string> arguments, std::string const& actor)
    : process_(on) {
    arguments.insert(arguments.begin(), "muster");
    auto variables = environment_for(actor);
    // Also after an upgrade this is the program that we are.
    auto const error = ::posix_spawn(&pid_, "/proc/self/exe", how.files(), how.attributes(),
                                     pointers(arguments).data(), pointers(variables).data());
    if (error != 0) throw std::system_error(error, std::generic_category(), "a process cannot be begun");
    auto const handle = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (handle < 0) {
        auto const why = errno;
        kill_and_reap();
        throw std::system_error(why, std::generic_category(), "a process cannot be waited for");
    }
    process_.assign(handle);
}

std::optional<int> child::ended() {
    int status = 0;
    if (!status_ && ::waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
    return status_;
}

boost::asio::awaitable<int> child::end() {
    while (!ended())
        co_await process_.async_wait(boost::asio::posix::stream_descriptor::wait_read, http::as_result);
    co_return *status_;
}

void child::kill() const {
    if (!status_) ::kill(-pid_, SIGKILL);
}

void child::kill_and_reap() {
    if (ended()) return;
    kill();
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    status_ = status;
}

} // namespace muster::web
