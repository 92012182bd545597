#include "serving.hpp"

#include "body_length.hpp"

#include <boost/asio/post.hpp>

#include <arpa/inet.h>
#include <cerrno>
#include <cstdlib>
#include <future>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace muster::http::tests {

namespace asio = boost::asio;

namespace {

int connected(int family, sockaddr const* to, socklen_t size) {
    int const handle = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    timeval const limit{5, 0};
    ::setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(handle, to, size) == 0) return handle;
    ::close(handle);
    throw std::runtime_error("nobody listens there");
}

} // namespace

serving::serving(answerer answer, server_limits limits)
    : under_test_(loop_.get_executor(), std::move(answer), limits) {}

serving::~serving() {
    stop();
}

void serving::listen() {
    port = under_test_.listen("127.0.0.1", 0);
    thread_ = std::thread([this] { loop_.run(); });
}

void serving::listen(std::filesystem::path const& socket) {
    under_test_.listen(socket);
    thread_ = std::thread([this] { loop_.run(); });
}

void serving::on_loop(std::function<void()> const& what) {
    std::promise<void> done;
    asio::post(loop_, [&] {
        try {
            what();
            done.set_value();
        } catch (...) {
            done.set_exception(std::current_exception());
        }
    });
    done.get_future().get();
}

core::duration serving::stop() {
    if (!thread_.joinable()) return {};
    auto const began = std::chrono::steady_clock::now();
    asio::post(loop_, [this] { under_test_.stop(); });
    thread_.join();
    return std::chrono::duration_cast<core::duration>(std::chrono::steady_clock::now() - began);
}

answerer each(std::function<served_reply(served_request const&)> make) {
    return [make = std::move(make)](served_request r) -> asio::awaitable<served_reply> {
        auto made = make(r);
        co_return made;
    };
}

visitor::visitor(std::uint16_t port) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    handle_ = connected(AF_INET, reinterpret_cast<sockaddr const*>(&to), sizeof to);
}

visitor::visitor(std::filesystem::path const& socket) {
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    socket.string().copy(static_cast<char*>(to.sun_path), sizeof to.sun_path - 1);
    handle_ = connected(AF_UNIX, reinterpret_cast<sockaddr const*>(&to), sizeof to);
}

visitor::~visitor() {
    ::close(handle_);
}

bool visitor::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

void visitor::half_close() {
    ::shutdown(handle_, SHUT_WR);
}

bool visitor::receive() {
    char bytes[16384];
    auto const n = ::recv(handle_, bytes, sizeof bytes, 0);
    if (n > 0) waiting_.append(bytes, static_cast<std::size_t>(n));
    timed_out_ = n < 0 && errno == EAGAIN;
    was_reset_ = n < 0 && errno == ECONNRESET;
    return n > 0;
}

std::string visitor::read_until(std::string_view mark) {
    for (;;) {
        auto const at = mark.empty() ? waiting_.npos : waiting_.find(mark);
        if (at != waiting_.npos) {
            auto const part = waiting_.substr(0, at + mark.size());
            waiting_.erase(0, part.size());
            return part;
        }
        if (!receive()) return std::exchange(waiting_, {});
    }
}

reply_read visitor::read_reply() {
    reply_read r;
    r.head = read_until("\r\n\r\n");
    auto const length = body_length(r.head);
    while (waiting_.size() < length && receive()) {
    }
    if (!r.head.ends_with("\r\n\r\n") || waiting_.size() < length) return r;
    r.body = waiting_.substr(0, length);
    waiting_.erase(0, length);
    r.status = static_cast<unsigned>(std::atoi(r.head.c_str() + std::string_view("HTTP/1.1 ").size()));
    return r;
}

std::string get(std::string_view target, std::string_view more_fields) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: here\r\n" + std::string(more_fields) + "\r\n";
}

std::string post(std::string_view target, std::string_view body) {
    return "POST " + std::string(target) + " HTTP/1.1\r\nHost: here\r\nContent-Length: "
           + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

} // namespace muster::http::tests
