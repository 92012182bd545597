#pragma once
#include "http/served.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace muster::http {

/// What answers a request. Called on the loop's thread, at the request's arrival. What it throws is answered
/// as 500.
using answerer = std::function<boost::asio::awaitable<served_reply>(served_request)>;

/// What one client can take of us.
struct server_limits {
    std::size_t body = std::size_t{1024} * 1024; ///< bytes of a request's body; over it: 413
    std::size_t connections = 0; ///< at once, streams among them; more are closed; 0 = any number
    core::duration idle{};       ///< without a whole request, until it is closed; 0 = for ever
    std::string fields{};        ///< whole header lines, each with its CRLF, of every reply
    std::size_t backlog = std::size_t{64} * 1024; ///< bytes that a stream holds for a slow client
};

/// An HTTP/1.1 server with keep-alive, over TCP and unix sockets. It lives on a loop of the caller's, which
/// one thread runs; the loop has work to do until stop() was called, and for half a second more at most.
class server {
public:
    server(boost::asio::any_io_executor executor, answerer answer, server_limits limits);
    /// Stops.
    ~server();
    server(server const&) = delete;
    server& operator=(server const&) = delete;

    /// Listens on an IP address and port (0 = any free one), and gives the port. Throws
    /// boost::system::system_error.
    std::uint16_t listen(std::string const& address, std::uint16_t port);
    /// Listens on a unix socket that is made with mode 0600, in the place of one that is there: whoever calls
    /// this knows that nobody listens on it. Only processes of our own user, or of root, are served. stop()
    /// removes it. Throws std::exception of several kinds.
    void listen(std::filesystem::path const& socket);

    /// Takes no more requests, closes idle connections, ends streams, and lets replies that are under way be
    /// sent, for half a second at most.
    void stop();

private:
    class core;
    std::shared_ptr<core> core_;
};

} // namespace muster::http
