#pragma once
#include "http/served.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace muster::web {

/// What a run answered to a request by its socket (service/control.hpp).
struct run_reply {
    unsigned status = 0;
    std::string body;
};

/// Asks a run, within ten seconds; nullopt: nobody listens there, or no whole reply came.
boost::asio::awaitable<std::optional<run_reply>> ask_run(boost::asio::any_io_executor on,
                                                         std::filesystem::path socket, std::string method,
                                                         std::string target, std::string body);

/// The events of one run, over one connection, for all who follow it: a run serves few connections, and each
/// costs it. One thread.
class run_events {
public:
    /// Asks the run for them; nullptr: nobody listens there.
    static boost::asio::awaitable<std::shared_ptr<run_events>> open(boost::asio::any_io_executor on,
                                                                    std::filesystem::path socket);
    virtual ~run_events() = default;
    /// Passes them on until either side has enough, and ends the stream. Whoever comes later gets the last
    /// one at once.
    virtual void pass_on(std::shared_ptr<http::served_stream> to) = 0;
    /// Whether more may come.
    [[nodiscard]] virtual bool is_open() const = 0;
};

} // namespace muster::web
