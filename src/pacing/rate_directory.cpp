#include "pacing/rate_directory.hpp"

#include "core/errors.hpp"

#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::pacing {
namespace {

/// File systems take names of 255 bytes; a host name has at most 253, which leaves no room for what we add.
constexpr std::size_t longest_host = 200;

std::filesystem::path wanted_directory() {
    auto const* const own = std::getenv("MUSTER_RUNTIME_DIR");
    if (own != nullptr && *own != '\0') return own;
    // Not $XDG_RUNTIME_DIR: cron and services run without it, and would keep a limit of their own.
    return "/tmp/muster-" + std::to_string(::geteuid());
}

[[noreturn]] void refuse(std::filesystem::path const& directory, std::string const& why) {
    throw core::job_error{core::exit_status::internal,
                          directory.string() + ", for the rate limit shared by all muster processes, " + why
                              + "; $MUSTER_RUNTIME_DIR can name another directory"};
}

char safe(char c) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && std::isalnum(byte)) return static_cast<char>(std::tolower(byte));
    return c == '.' || c == '-' ? c : '_';
}

std::string safe_name(std::string_view text) {
    auto name = std::string{};
    for (auto const c : text.substr(0, longest_host)) name += safe(c);
    return name;
}

} // namespace

std::filesystem::path shared_rate_directory() {
    auto directory = wanted_directory();
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
        refuse(directory, std::string{"cannot be created: "} + std::strerror(errno));
    struct stat about {};
    if (::lstat(directory.c_str(), &about) != 0)
        refuse(directory, std::string{"cannot be looked at: "} + std::strerror(errno));
    if (!S_ISDIR(about.st_mode)) refuse(directory, "is no directory");
    if (about.st_uid != ::geteuid()) refuse(directory, "belongs to another user");
    if ((about.st_mode & 077) != 0) refuse(directory, "is open to other users (chmod 700 closes it)");
    return directory;
}

std::filesystem::path shared_rate_file(std::string_view host_and_port) {
    return shared_rate_directory() / ("rate-" + safe_name(host_and_port));
}

std::filesystem::path shared_quota_file(std::string_view host_and_port, core::duration window,
                                        std::string_view key_fingerprint) {
    auto const length = std::chrono::duration_cast<std::chrono::milliseconds>(window).count();
    auto const whose = key_fingerprint.empty() ? std::string{} : "-" + safe_name(key_fingerprint);
    return shared_rate_directory()
           / ("quota-" + std::to_string(length) + "ms-" + safe_name(host_and_port) + whose);
}

} // namespace muster::pacing
