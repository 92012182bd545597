#pragma once
#include "core/time.hpp"
#include "files/descriptor.hpp"

#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::service {

/// A run could not be asked.
class client_error : public std::runtime_error {
public:
    enum class kind {
        nobody, ///< nobody listens there
        denied, ///< another user's
        broken  ///< no whole reply, or not in time
    };
    client_error(kind k, std::string const& what) : std::runtime_error(what), kind_(k) {}
    [[nodiscard]] kind why() const noexcept { return kind_; }

private:
    kind kind_;
};

/// What a run answered.
struct client_reply {
    unsigned status = 0;
    std::string body;
};

/// One request to a run by its socket (service/control.hpp). It blocks.
class client {
public:
    /// Connects. `timeout` = for each step: connecting, sending, and each piece of the reply. Throws
    /// client_error.
    client(std::filesystem::path const& socket, core::duration timeout);

    /// Sends the only request of this connection, and reads the reply, of 1 MiB at most. Throws client_error.
    client_reply ask(std::string_view method, std::string_view target, std::string_view body);
    /// Sends `GET target`, and passes on each event, by its name and data, until the run closes the
    /// connection or `each` returns false. Throws client_error, also when nothing comes for the timeout.
    void follow(std::string_view target,
                std::function<bool(std::string_view name, std::string_view data)> const& each);

private:
    void send(std::string_view method, std::string_view target, std::string_view body);
    /// More bytes; empty at the end.
    std::string receive();

    files::descriptor socket_;
};

} // namespace muster::service
