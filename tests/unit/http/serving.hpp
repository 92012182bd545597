#pragma once
#include "http/server.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace muster::http::tests {

/// A server on a loop and a thread of its own, which the test talks to from outside.
class serving {
public:
    explicit serving(answerer answer, server_limits limits = {});
    /// Stops it, and waits until the loop has nothing left to do.
    ~serving();
    serving(serving const&) = delete;
    serving& operator=(serving const&) = delete;

    /// Listens on a free port of 127.0.0.1, which is kept in `port`.
    void listen();
    /// Listens on a unix socket.
    void listen(std::filesystem::path const& socket);
    /// Does `what` on the loop's thread, and waits for it. What it throws comes out here.
    void on_loop(std::function<void()> const& what);
    /// Stops it, if it is not yet, waits until the loop has nothing left to do, and tells how long that took.
    core::duration stop();

    std::uint16_t port = 0;

private:
    boost::asio::io_context loop_{1};
    server under_test_;
    std::thread thread_;
};

/// Answers each request with what `make` makes of it.
answerer each(std::function<served_reply(served_request const&)> make);

/// A reply as it was read.
struct reply_read {
    unsigned status = 0; ///< 0 = the connection was closed without a whole reply
    std::string head;    ///< with its last empty line
    std::string body;
    [[nodiscard]] bool has(std::string_view field) const { return head.find(field) != std::string::npos; }
};

/// The client's end of one connection. Blocking; gives up after some seconds rather than hang.
class visitor {
public:
    explicit visitor(std::uint16_t port);
    explicit visitor(std::filesystem::path const& socket);
    ~visitor();
    visitor(visitor const&) = delete;
    visitor& operator=(visitor const&) = delete;

    /// False if the server has closed the connection.
    bool send(std::string_view bytes);
    /// Nothing more is sent; the rest can still be read.
    void half_close();
    /// The next reply, by its Content-Length.
    reply_read read_reply();
    /// Up to the end of `mark`, or of the connection.
    std::string read_until(std::string_view mark);
    /// All that is still to come, to the end of the connection.
    std::string read_all() { return read_until({}); }
    /// Whether the end of the connection comes next.
    bool is_at_end() { return read_all().empty() && !timed_out_; }
    /// Whether the connection ended by a reset.
    [[nodiscard]] bool was_reset() const { return was_reset_; }

private:
    bool receive();
    int handle_;
    std::string waiting_;
    bool timed_out_ = false;
    bool was_reset_ = false;
};

/// A request without a body.
std::string get(std::string_view target, std::string_view more_fields = {});
/// A request with one.
std::string post(std::string_view target, std::string_view body);

} // namespace muster::http::tests
