#include "peer.hpp"

#include "body_length.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace muster::http::tests {

namespace {

void set(int handle, int level, int name, int value) {
    ::setsockopt(handle, level, name, &value, sizeof value);
}

} // namespace

peer_end::peer_end(int handle, SSL_CTX* tls) : handle_(handle) {
    timeval const limit{5, 0};
    ::setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    set(handle_, IPPROTO_TCP, TCP_NODELAY, 1);
    if (tls == nullptr) return;
    ssl_ = SSL_new(tls);
    SSL_set_fd(ssl_, handle_);
    ready_ = SSL_accept(ssl_) == 1;
}

peer_end::~peer_end() {
    if (ssl_ != nullptr) {
        if (ready_) SSL_shutdown(ssl_);
        SSL_free(ssl_);
    }
    if (handle_ >= 0) ::close(handle_);
}

std::size_t peer_end::receive(char* into, std::size_t most) {
    auto const n =
        ssl_ != nullptr ? SSL_read(ssl_, into, static_cast<int>(most)) : ::recv(handle_, into, most, 0);
    return n > 0 ? static_cast<std::size_t>(n) : 0;
}

std::string peer_end::read_request() {
    auto request = std::exchange(surplus_, {});
    for (;;) {
        auto const end = request.find("\r\n\r\n");
        if (end != request.npos) {
            auto const whole = end + 4 + body_length(std::string_view(request).substr(0, end));
            if (request.size() >= whole) {
                surplus_ = request.substr(whole);
                return request.substr(0, whole);
            }
        }
        char bytes[4096];
        auto const n = receive(bytes, sizeof bytes);
        if (n == 0) return request;
        request.append(bytes, n);
    }
}

void peer_end::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const n = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                       : ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return; // the client has gone
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

void peer_end::dribble(std::string_view bytes) {
    for (char const byte : bytes) {
        send({&byte, 1});
        ::usleep(300);
    }
}

void peer_end::reset() {
    linger const at_once{1, 0};
    ::setsockopt(handle_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(handle_, -1));
}

void peer_end::wait_for_close() {
    char bytes[4096];
    while (receive(bytes, sizeof bytes) > 0) {
    }
}

peer::peer(script s, SSL_CTX* tls)
    : script_(std::move(s)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0
        || ::getsockname(listener_, generic, &size) != 0)
        throw std::runtime_error("no loopback port to be had");
    port_ = std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this, tls] { serve(tls); });
}

peer::~peer() {
    finish();
}

void peer::finish() {
    if (!thread_.joinable()) return;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

void peer::serve(SSL_CTX* tls) {
    for (;;) {
        int const handle = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (handle < 0) return;
        auto const nth = connections_++;
        peer_end end(handle, tls);
        if (end.ready()) script_(end, nth);
    }
}

peer::script answering(std::string bytes) {
    return [bytes = std::move(bytes)](peer_end& c, int) {
        while (!c.read_request().empty()) c.send(bytes);
    };
}

std::string ok(std::string_view body, std::string_view extra_fields) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"
           + std::string(extra_fields) + "\r\n" + std::string(body);
}

} // namespace muster::http::tests
