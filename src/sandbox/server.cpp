#include "sandbox/server.hpp"

#include "async/stop_signals.hpp"
#include "http/server.hpp"

#include <boost/asio/io_context.hpp>

namespace muster::sandbox {

namespace asio = boost::asio;

namespace {

constexpr std::size_t max_body = std::size_t{32} * 1024 * 1024; // a batch of 5,000 large records and more

std::string key_of(http::served_request const& from) {
    constexpr std::string_view bearer = "Bearer ";
    std::string const token(from.field("Authorization"));
    return token.starts_with(bearer) ? token.substr(bearer.size()) : std::string(from.field("X-API-KEY"));
}

request request_of(http::served_request&& from) {
    request r;
    r.api_key = key_of(from);
    r.method = std::move(from.method);
    r.target = std::move(from.target);
    r.body = std::move(from.body);
    return r;
}

http::served_reply served(reply&& made) {
    if (!made.retry_after.empty()) made.more_fields += "Retry-After: " + made.retry_after + "\r\n";
    return std::move(made);
}

asio::awaitable<http::served_reply> answered(answerer const& answer, http::served_request from) {
    co_return served(answer(request_of(std::move(from))));
}

} // namespace

void serve(std::string const& address, std::uint16_t port, answerer answer,
           std::function<void(std::uint16_t)> const& listening) {
    asio::io_context io(1);
    asio::signal_set signals(io);
    async::add_stop_signals(signals);
    // Stopping at once is right here: all state is in memory and goes with the process.
    signals.async_wait([&io](boost::system::error_code, int) { io.stop(); });
    http::server_limits limits;
    limits.body = max_body;
    http::server server(
        io.get_executor(), [&answer](http::served_request r) { return answered(answer, std::move(r)); },
        limits);
    listening(server.listen(address, port));
    io.run();
}

} // namespace muster::sandbox
