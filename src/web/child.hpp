#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace muster::service {
class spawn_settings;
}

namespace muster::web {

/// A process of this very program.
class child {
public:
    /// Begins it, with its files as `how` says. Throws std::system_error.
    child(boost::asio::any_io_executor const& on, service::spawn_settings const& how,
          std::vector<std::string> arguments, std::string const& actor);
    /// Of one that has not ended: it is left alone, and becomes somebody else's to wait for when we end.
    ~child() = default;
    child(child const&) = delete;
    child& operator=(child const&) = delete;

    /// Suspends until it has ended; its status as of waitpid(2). To be called once.
    boost::asio::awaitable<int> end();
    /// The same, if it has ended by now.
    std::optional<int> ended();
    /// Ends it at once, and whoever it began.
    void kill() const;
    /// The same, and waits for that.
    void kill_and_reap();

private:
    pid_t pid_ = 0;
    std::optional<int> status_;
    boost::asio::posix::stream_descriptor process_; // a pidfd, which can be read from once it has ended
};

} // namespace muster::web
