#include "service/client.hpp"

#include "http/unix_address.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

namespace muster::service {

namespace {

using fault_kind = client_error::kind;
constexpr std::size_t longest_reply = 1U << 20U;

[[noreturn]] void failed(std::string const& what, int error) {
    bool const denied = error == EACCES || error == EPERM;
    bool const nobody = error == ENOENT || error == ECONNREFUSED || error == ENOTDIR;
    throw client_error(denied   ? fault_kind::denied
                       : nobody ? fault_kind::nobody
                                : fault_kind::broken,
                       what + ": " + std::strerror(error));
}

unsigned status_of(std::string_view head) {
    unsigned status = 0;
    constexpr std::string_view version = "HTTP/1.1 ";
    if (head.starts_with(version)) {
        head.remove_prefix(version.size());
        std::from_chars(head.data(), head.data() + std::min<std::size_t>(3, head.size()), status);
    }
    if (status < 100) throw client_error(fault_kind::broken, "what came is not HTTP/1.1");
    return status;
}

/// A field's value in an event; empty if it has none.
std::string_view field_of(std::string_view event, std::string_view name) {
    while (!event.empty()) {
        auto const line = event.substr(0, event.find('\n'));
        if (line.starts_with(name) && line.substr(name.size()).starts_with(": "))
            return line.substr(name.size() + 2);
        event.remove_prefix(std::min(event.size(), line.size() + 1));
    }
    return {};
}

} // namespace

client::client(std::filesystem::path const& socket, core::duration timeout)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (!socket_) failed("cannot make a socket", errno);
    auto const us = std::chrono::duration_cast<std::chrono::microseconds>(timeout).count();
    timeval const limit{us / 1'000'000, us % 1'000'000};
    for (int const direction : {SO_RCVTIMEO, SO_SNDTIMEO})
        ::setsockopt(socket_.get(), SOL_SOCKET, direction, &limit, sizeof limit);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    try {
        http::unix_address const address(socket);
        address.text().copy(static_cast<char*>(to.sun_path), sizeof to.sun_path - 1);
        if (::connect(socket_.get(), reinterpret_cast<sockaddr const*>(&to), sizeof to) != 0)
            failed("cannot connect to " + socket.string(), errno);
    } catch (std::system_error const& e) {
        failed("cannot connect to " + socket.string(), e.code().value());
    } catch (std::length_error const& e) {
        throw client_error(fault_kind::nobody, e.what());
    }
}

client_reply client::ask(std::string_view method, std::string_view target, std::string_view body) {
    send(method, target, body);
    std::string all;
    for (auto part = receive(); !part.empty(); part = receive())
        if (all.append(part).size() > longest_reply)
            throw client_error(fault_kind::broken, "the reply is too long");
    auto const end = all.find("\r\n\r\n");
    if (end == std::string::npos)
        throw client_error(fault_kind::broken, "the connection was closed without a reply");
    return {status_of(all), all.substr(end + 4)};
}

void client::follow(std::string_view target,
                    std::function<bool(std::string_view, std::string_view)> const& each) {
    send("GET", target, "");
    std::string all;
    bool in_body = false;
    for (auto part = receive(); !part.empty(); part = receive()) {
        all += part;
        if (!in_body) {
            auto const end = all.find("\r\n\r\n");
            if (end == std::string::npos) continue;
            if (status_of(all) != 200)
                throw client_error(fault_kind::broken, "it does not tell how it goes on");
            all.erase(0, end + 4);
            in_body = true;
        }
        for (auto end = all.find("\n\n"); end != std::string::npos; end = all.find("\n\n")) {
            std::string_view const event(all.data(), end);
            if (!each(field_of(event, "event"), field_of(event, "data"))) return;
            all.erase(0, end + 2);
        }
        if (all.size() > longest_reply) throw client_error(fault_kind::broken, "what came has no end");
    }
}

void client::send(std::string_view method, std::string_view target, std::string_view body) {
    std::string request(method);
    request.append(" ").append(target).append(" HTTP/1.1\r\nHost: muster\r\nConnection: close\r\n");
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    request.append(body);
    std::string_view rest = request;
    while (!rest.empty()) {
        auto const n = ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0)
            throw client_error(fault_kind::broken, std::string("cannot send: ") + std::strerror(errno));
        rest.remove_prefix(static_cast<std::size_t>(n));
    }
}

std::string client::receive() {
    std::array<char, 16384> bytes{};
    for (;;) {
        auto const n = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
        if (n >= 0) return std::string(bytes.data(), static_cast<std::size_t>(n));
        if (errno == EINTR) continue;
        if (errno == ECONNRESET) return {};
        throw client_error(fault_kind::broken, errno == EAGAIN
                                                   ? "it does not answer in time"
                                                   : std::string("cannot receive: ") + std::strerror(errno));
    }
}

} // namespace muster::service
