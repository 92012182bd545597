#include "pacing/rate_store.hpp"

#include "core/errors.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace muster::pacing {
namespace {

/// Raised whenever the meaning or layout of rate_state changes.
constexpr std::uint32_t format_version = 1;
constexpr std::array<char, 8> format_magic{'m', 'u', 's', 't', 'e', 'r', 'r', 't'};

/// The whole file. The first two fields keep their place in all versions.
struct record {
    std::array<char, 8> magic = format_magic;
    std::uint32_t version = format_version;
    std::uint32_t size = sizeof(rate_state);
    rate_state state;
    std::uint64_t checksum = 0; ///< over the bytes of state
};
static_assert(std::is_trivially_copyable_v<record>);

std::uint64_t checksum_of(rate_state const& state) {
    return ::crc32_z(0, reinterpret_cast<unsigned char const*>(&state), sizeof state);
}

[[noreturn]] void fail(std::string const& what, std::filesystem::path const& file) {
    auto const reason = std::string{std::strerror(errno)};
    throw core::job_error{core::exit_status::internal,
                          "cannot " + what + " " + file.string()
                              + ", the rate limit shared by all muster processes: " + reason
                              + "; $MUSTER_RUNTIME_DIR can name another directory for it"};
}

/// Unlocks at the end of a scope.
class unlocker {
public:
    explicit unlocker(int fd) : fd_(fd) {}
    ~unlocker() { ::flock(fd_, LOCK_UN); }
    unlocker(unlocker const&) = delete;
    unlocker& operator=(unlocker const&) = delete;

private:
    int fd_;
};

rate_state load(int fd, std::filesystem::path const& file) {
    auto stored = record{};
    stored.version = 0;
    auto const got = ::pread(fd, &stored, sizeof stored, 0);
    if (got < 0) fail("read", file);
    if (stored.magic != format_magic) return {};
    if (stored.version > format_version)
        throw core::job_error{core::exit_status::internal,
                              file.string() + " was written by a newer muster (format "
                                  + std::to_string(stored.version) + ", this one knows "
                                  + std::to_string(format_version)
                                  + "): use that one here too, or end it and delete the file"};
    auto const whole = got == static_cast<ssize_t>(sizeof stored) && stored.version == format_version
                       && stored.size == sizeof(rate_state) && stored.checksum == checksum_of(stored.state);
    return whole ? stored.state : rate_state{};
}

void save(int fd, rate_state const& state, std::filesystem::path const& file) {
    auto fresh = record{};
    fresh.state = state;
    fresh.checksum = checksum_of(state);
    auto const put = ::pwrite(fd, &fresh, sizeof fresh, 0);
    if (put >= 0 && put < static_cast<ssize_t>(sizeof fresh)) errno = ENOSPC;
    if (put != static_cast<ssize_t>(sizeof fresh)) fail("write", file);
}

} // namespace

void local_rate_store::update(std::function<void(rate_state&)> const& change) {
    auto changed = state_;
    change(changed);
    state_ = changed;
}

shared_rate_store::shared_rate_store(std::filesystem::path file) : file_(std::move(file)) {
    open();
}

void shared_rate_store::open() {
    open_ = files::descriptor(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!open_) fail("open", file_);
}

/// Locks the file that the path names now: a cleaner of temporary files may have deleted ours.
void shared_rate_store::lock() {
    for (;;) {
        // Mostly free. Where it is not, the other one holds it for microseconds.
        if (::flock(open_.get(), LOCK_EX | LOCK_NB) != 0) {
            while (::flock(open_.get(), LOCK_EX) != 0)
                if (errno != EINTR) fail("lock", file_);
        }
        struct stat about {};
        if (::fstat(open_.get(), &about) != 0) fail("look at", file_);
        if (about.st_nlink > 0) return;
        open();
    }
}

void shared_rate_store::update(std::function<void(rate_state&)> const& change) {
    lock();
    auto const unlock = unlocker{open_.get()};
    auto state = load(open_.get(), file_);
    auto const before = state;
    change(state);
    if (std::memcmp(&before, &state, sizeof state) != 0) save(open_.get(), state, file_);
}

} // namespace muster::pacing
