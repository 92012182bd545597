#include "http/channel.hpp"

#include <cerrno>
#include <sys/socket.h>

namespace muster::http {

attempt plain_channel::write(std::string_view bytes) {
    for (;;) {
        auto const sent =
            ::send(socket_.descriptor(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0) {
            auto const size = static_cast<std::size_t>(sent);
            if (size < bytes.size()) socket_.filled();
            return {attempt::result::done, size};
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK)
            return attempt::failure({errno, boost::system::system_category()});
        socket_.filled();
        return {attempt::result::wants_write};
    }
}

attempt plain_channel::read(char* into, std::size_t size) {
    while (socket_.readable()) {
        auto const got = ::recv(socket_.descriptor(), into, size, MSG_DONTWAIT);
        if (got == 0) return {attempt::result::ended};
        if (got > 0) {
            auto const bytes = static_cast<std::size_t>(got);
            if (bytes < size) socket_.drained(); // epoll(7): what comes next makes an edge of its own
            return {attempt::result::done, bytes};
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK)
            return attempt::failure({errno, boost::system::system_category()});
        socket_.drained();
        break;
    }
    return {attempt::result::wants_read};
}

bool plain_channel::quiet() {
    if (socket_.ended()) return false;
    if (!socket_.readable()) return true;
    char byte = 0; // a read that took just as much as there was has not seen the end of it
    if (::recv(socket_.descriptor(), &byte, 1, MSG_DONTWAIT | MSG_PEEK) >= 0) return false;
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

} // namespace muster::http
