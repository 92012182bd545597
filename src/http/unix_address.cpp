#include "http/unix_address.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/un.h>
#include <system_error>

namespace muster::http {

namespace {
constexpr std::size_t room = sizeof(sockaddr_un::sun_path) - 1;
} // namespace

unix_address::unix_address(std::filesystem::path const& p) : text_(p.string()) {
    if (text_.size() <= room) return;
    auto const above = p.parent_path();
    directory_ = files::descriptor(::open(above.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory_) throw std::system_error(errno, std::generic_category(), "cannot open " + above.string());
    text_ = "/proc/self/fd/" + std::to_string(directory_.get()) + "/" + p.filename().string();
    if (text_.size() > room) throw std::length_error("the name of the socket is too long: " + p.string());
}

} // namespace muster::http
