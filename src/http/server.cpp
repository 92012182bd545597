#include "http/server.hpp"

#include "http/as_result.hpp"
#include "http/session.hpp"
#include "http/unix_address.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include <list>
#include <set>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::http {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using local = asio::local::stream_protocol;
using any_socket = asio::generic::stream_protocol::socket;

namespace {

constexpr std::chrono::milliseconds last_words{500};

/// Who is at the other end; nullopt where the kernel does not tell.
std::optional<peer_process> peer_of(local::socket& socket) {
    ucred who{};
    socklen_t size = sizeof who;
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return std::nullopt;
    return peer_process{who.pid, who.uid};
}

} // namespace

/// What the sessions of a server share. They hold it, so that it outlives them.
class server::core : public std::enable_shared_from_this<server::core> {
public:
    core(asio::any_io_executor on, answerer with, server_limits within)
        : executor(std::move(on)),
          answer(std::move(with)),
          limits(std::move(within)),
          last(executor) {}

    std::uint16_t listen(std::string const& address, std::uint16_t port) {
        tcp::acceptor one(executor, tcp::endpoint(asio::ip::make_address(address), port));
        auto const bound = one.local_endpoint().port();
        tcp_.push_back(std::move(one));
        asio::co_spawn(executor, accept_all(shared_from_this(), tcp_.back()), asio::detached);
        return bound;
    }

    void listen(std::filesystem::path const& path) {
        struct stat there {};
        if (::lstat(path.c_str(), &there) == 0 && S_ISSOCK(there.st_mode)) ::unlink(path.c_str());
        unix_address const address(path);
        local::acceptor one(executor, local());
        ::fchmod(one.native_handle(), 0600); // bind() gives its file that mode: nobody else is ever let in
        one.bind(local::endpoint(address.text()));
        path_ = path;
        one.listen();
        unix_.push_back(std::move(one));
        asio::co_spawn(executor, accept_all(shared_from_this(), unix_.back()), asio::detached);
    }

    void stop();

    asio::any_io_executor executor;
    answerer answer;
    server_limits limits;
    asio::steady_timer last;
    std::set<std::shared_ptr<session>> sessions;
    bool stopping = false;

private:
    template <class Acceptor>
    static asio::awaitable<void> accept_all(std::shared_ptr<core> self, Acceptor& acceptor);
    void admit(tcp::socket socket);
    void admit(local::socket socket);
    static asio::awaitable<void> run_session(std::shared_ptr<core> self, std::shared_ptr<session> one);
    void begin(any_socket socket, served_peer from);

    std::list<tcp::acceptor> tcp_;
    std::list<local::acceptor> unix_;
    std::filesystem::path path_; // of the unix socket; empty = none
};

asio::awaitable<void> server::core::run_session(std::shared_ptr<core> self, std::shared_ptr<session> one) {
    try {
        co_await one->run();
    } catch (std::exception const&) { // out of memory, say: this connection is over, and nothing else
        one->close();
    }
    self->sessions.erase(one);
    if (self->stopping && self->sessions.empty()) self->last.cancel();
}

void server::core::begin(any_socket socket, served_peer from) {
    if (limits.connections > 0 && sessions.size() >= limits.connections) return; // its destructor closes it
    auto one = make_session(std::move(socket), std::move(from), answer, limits);
    sessions.insert(one);
    asio::co_spawn(executor, run_session(shared_from_this(), std::move(one)), asio::detached);
}

void server::core::admit(tcp::socket socket) {
    boost::system::error_code ignored; // a peer that is gone already shows at the first read
    socket.set_option(tcp::no_delay(true), ignored);
    auto const from = socket.remote_endpoint(ignored);
    begin(std::move(socket), served_peer{std::nullopt, from.address().to_string()});
}

void server::core::admit(local::socket socket) {
    auto const from = peer_of(socket);
    if (!from || (from->uid != ::geteuid() && from->uid != 0)) return;
    begin(std::move(socket), served_peer{from, {}});
}

template <class Acceptor>
asio::awaitable<void> server::core::accept_all(std::shared_ptr<core> self, Acceptor& acceptor) {
    while (!self->stopping) {
        auto [wrong, socket] = co_await acceptor.async_accept(as_result);
        if (self->stopping) co_return;
        if (wrong) { // out of descriptors, most likely: some will come free
            asio::steady_timer pause(self->executor, std::chrono::milliseconds(50));
            co_await pause.async_wait(as_result);
            continue;
        }
        self->admit(std::move(socket));
    }
}

void server::core::stop() {
    if (std::exchange(stopping, true)) return;
    boost::system::error_code ignored; // it is over either way
    for (auto& each : tcp_) each.close(ignored);
    for (auto& each : unix_) each.close(ignored);
    if (!path_.empty()) ::unlink(path_.c_str());
    for (auto const& each : sessions) each->stop();
    if (sessions.empty()) return;
    last.expires_after(last_words);
    last.async_wait([self = shared_from_this()](boost::system::error_code error) {
        if (error) return;
        for (auto const& each : self->sessions) each->close();
    });
}

server::server(asio::any_io_executor executor, answerer answer, server_limits limits)
    : core_(std::make_shared<core>(std::move(executor), std::move(answer), std::move(limits))) {}

server::~server() {
    core_->stop();
}

std::uint16_t server::listen(std::string const& address, std::uint16_t port) {
    return core_->listen(address, port);
}

void server::listen(std::filesystem::path const& socket) {
    core_->listen(socket);
}

void server::stop() {
    core_->stop();
}

} // namespace muster::http
