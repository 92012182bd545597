#include "service/sd_notify.hpp"

#include "files/descriptor.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::service {

void sd_notify(std::string_view lines) {
    char const* const name = std::getenv("NOTIFY_SOCKET");
    ::sockaddr_un address{};
    if (name == nullptr || (name[0] != '/' && name[0] != '@')) return;
    auto const size = std::strlen(name);
    if (size >= sizeof address.sun_path) return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name, size);
    if (name[0] == '@') address.sun_path[0] = '\0';
    files::descriptor const out(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    auto const length = static_cast<::socklen_t>(offsetof(::sockaddr_un, sun_path) + size);
    static_cast<void>(::sendto(out.get(), lines.data(), lines.size(), MSG_NOSIGNAL,
                               reinterpret_cast<::sockaddr const*>(&address), length));
}

void sd_notify_reloading() {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    sd_notify("RELOADING=1\nMONOTONIC_USEC="
              + std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

std::optional<core::duration> sd_watchdog_period() {
    auto const number = [](char const* name) -> std::optional<std::int64_t> {
        char const* const text = std::getenv(name);
        std::int64_t value = 0;
        if (text == nullptr) return std::nullopt;
        auto const* const end = text + std::strlen(text);
        auto const read = std::from_chars(text, end, value);
        return read.ec == std::errc() && read.ptr == end && value > 0 ? std::optional(value) : std::nullopt;
    };
    auto const period = number("WATCHDOG_USEC");
    if (!period || number("WATCHDOG_PID").value_or(::getpid()) != ::getpid()) return std::nullopt;
    return std::chrono::microseconds(*period / 2);
}

} // namespace muster::service
