#include "sandbox/server.hpp"

#include "async/stop_signals.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <optional>

namespace muster::sandbox {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t read_size = 65536; // Beast reads 512 bytes at a time into a buffer that is not reserved
constexpr std::uint64_t max_body = 1024 * 1024;

std::string head_of(reply const& r, bool keep_alive) {
    std::string head = "HTTP/1.1 " + std::to_string(r.status) + ' ';
    head += std::string_view(http::obsolete_reason(http::int_to_status(r.status)));
    head += "\r\nContent-Type: " + r.content_type + "\r\nContent-Length: " + std::to_string(r.body.size());
    if (!r.retry_after.empty()) head += "\r\nRetry-After: " + r.retry_after;
    if (!keep_alive) head += "\r\nConnection: close";
    return head + "\r\n\r\n";
}

request take_request(http::request<http::string_body>&& message) {
    request r;
    r.method = std::string_view(message.method_string());
    r.target = std::string_view(message.target());
    if (auto const key = message.find("X-API-KEY"); key != message.end())
        r.api_key = std::string_view(key->value());
    r.body = std::move(message.body());
    return r;
}

/// What to answer to bytes that are no request; nullopt where the connection is simply over.
std::optional<reply> refusal_of(boost::system::error_code wrong) {
    if (wrong == http::error::body_limit)
        return error_reply(413, "body-too-large", "The body is over 1 MiB.");
    bool const parsing = wrong.category() == http::make_error_code(http::error::body_limit).category();
    if (!parsing || wrong == http::error::end_of_stream || wrong == http::error::partial_message)
        return std::nullopt;
    return error_reply(400, "bad-request", "This is not HTTP/1.1.");
}

/// One connection, until either side ends it.
class session {
public:
    session(tcp::socket socket, answerer const& answer) : socket_(std::move(socket)), answer_(answer) {
        buffer_.reserve(read_size);
        boost::system::error_code ignored; // a peer that is gone already shows at the first read
        socket_.set_option(tcp::no_delay(true), ignored);
    }

    asio::awaitable<void> run() {
        bool open = true;
        while (open) open = co_await exchange();
    }

private:
    /// Reads one request and answers it; false when the connection is at its end.
    asio::awaitable<bool> exchange() {
        http::request_parser<http::string_body> parser;
        parser.body_limit(max_body);
        auto [wrong, size] = co_await http::async_read(socket_, buffer_, parser, as_result);
        if (wrong) {
            auto const refusal = refusal_of(wrong);
            if (refusal) co_await send(*refusal, false);
            co_return false;
        }
        bool const keep_alive = parser.keep_alive();
        auto const made = answer_(take_request(parser.release()));
        if (made.delay > core::duration::zero()) {
            asio::steady_timer timer(socket_.get_executor(), made.delay);
            co_await timer.async_wait(as_result);
        }
        if (made.how == delivery::whole) co_return co_await send(made, keep_alive);
        co_return co_await send_broken(made);
    }

    asio::awaitable<bool> send(reply const& r, bool keep_alive) {
        auto const head = head_of(r, keep_alive);
        std::array<asio::const_buffer, 2> const parts{asio::buffer(head), asio::buffer(r.body)};
        auto [wrong, size] = co_await asio::async_write(socket_, parts, as_result);
        co_return keep_alive && !wrong;
    }

    asio::awaitable<bool> send_broken(reply const& r) {
        if (r.how == delivery::reset) {
            boost::system::error_code ignored;                               // closing is all that is wanted
            socket_.set_option(asio::socket_base::linger(true, 0), ignored); // close() then sends RST
            socket_.close(ignored);
            co_return false;
        }
        auto const text =
            head_of(r, true) + (r.how == delivery::truncate ? r.body.substr(0, r.body.size() / 2) : "");
        co_await asio::async_write(socket_, asio::buffer(text), as_result);
        if (r.how == delivery::stall) co_await until_closed();
        co_return false;
    }

    asio::awaitable<void> until_closed() {
        std::array<char, 512> unread{};
        for (;;) {
            auto [wrong, size] = co_await socket_.async_read_some(asio::buffer(unread), as_result);
            if (wrong) co_return;
        }
    }

    tcp::socket socket_;
    answerer const& answer_;
    boost::beast::flat_buffer buffer_;
};

asio::awaitable<void> run_session(tcp::socket socket, answerer const& answer) {
    session s(std::move(socket), answer);
    co_await s.run();
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, answerer const& answer) {
    for (;;) {
        auto [wrong, socket] = co_await acceptor.async_accept(as_result);
        if (wrong) { // out of descriptors, most likely: some will come free
            asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(50));
            co_await pause.async_wait(as_result);
            continue;
        }
        asio::co_spawn(acceptor.get_executor(), run_session(std::move(socket), answer), asio::detached);
    }
}

} // namespace

void serve(std::string const& address, std::uint16_t port, answerer answer,
           std::function<void(std::uint16_t)> const& listening) {
    asio::io_context io(1);
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::make_address(address), port));
    asio::signal_set signals(io);
    async::add_stop_signals(signals);
    // Stopping at once is right here: all state is in memory and goes with the process.
    signals.async_wait([&io](boost::system::error_code, int) { io.stop(); });
    asio::co_spawn(io, accept_all(acceptor, answer), asio::detached);
    listening(acceptor.local_endpoint().port());
    io.run();
}

} // namespace muster::sandbox
