#include "pacing/shared_file.hpp"

#include "core/errors.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>
#include <zlib.h>

namespace muster::pacing {
namespace {

/// What stands before the state. The first two fields keep their place in all versions.
struct header {
    std::array<char, 8> magic{};
    std::uint32_t version = 0;
    std::uint32_t size = 0; ///< of the state
};
static_assert(sizeof(header) == 16);

/// Stands behind it.
using checksum = std::uint64_t;

checksum checksum_of(std::span<std::byte const> state) {
    return ::crc32_z(0, reinterpret_cast<unsigned char const*>(state.data()), state.size());
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

} // namespace

shared_file::shared_file(std::filesystem::path file, shared_format format)
    : file_(std::move(file)),
      format_(std::move(format)) {
    open();
}

void shared_file::fail(std::string const& what) const {
    auto const reason = std::string{std::strerror(errno)};
    throw core::job_error{core::exit_status::internal,
                          "cannot " + what + " " + file_.string() + ", " + format_.what + ": " + reason
                              + "; $MUSTER_RUNTIME_DIR can name another directory for it"};
}

void shared_file::open() {
    open_ = files::descriptor(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!open_) fail("open");
}

/// Locks the file that the path names now: a cleaner of temporary files may have deleted ours.
void shared_file::lock() {
    for (;;) {
        // Mostly free. Where it is not, the other one holds it for microseconds.
        if (::flock(open_.get(), LOCK_EX | LOCK_NB) != 0) {
            while (::flock(open_.get(), LOCK_EX) != 0)
                if (errno != EINTR) fail("lock");
        }
        struct stat about {};
        if (::fstat(open_.get(), &about) != 0) fail("look at");
        if (about.st_nlink > 0) return;
        open();
    }
}

void shared_file::load(std::span<std::byte> state) {
    std::vector<std::byte> bytes(sizeof(header) + state.size() + sizeof(checksum));
    auto const got = ::pread(open_.get(), bytes.data(), bytes.size(), 0);
    if (got < 0) fail("read");
    auto found = header{};
    std::memcpy(&found, bytes.data(), sizeof found);
    if (found.magic != format_.magic) return;
    if (found.version > format_.version)
        throw core::job_error{core::exit_status::internal,
                              file_.string() + " was written by a newer muster (format "
                                  + std::to_string(found.version) + ", this one knows "
                                  + std::to_string(format_.version)
                                  + "): use that one here too, or end it and delete the file"};
    if (got != static_cast<ssize_t>(bytes.size()) || found.version != format_.version
        || found.size != state.size())
        return;
    auto const stored = std::span{bytes}.subspan(sizeof(header), state.size());
    checksum sum = 0;
    std::memcpy(&sum, bytes.data() + sizeof(header) + state.size(), sizeof sum);
    if (sum != checksum_of(stored)) return;
    std::copy(stored.begin(), stored.end(), state.begin());
}

void shared_file::save(std::span<std::byte const> state) {
    std::vector<std::byte> bytes(sizeof(header) + state.size() + sizeof(checksum));
    auto const about = header{format_.magic, format_.version, static_cast<std::uint32_t>(state.size())};
    auto const sum = checksum_of(state);
    std::memcpy(bytes.data(), &about, sizeof about);
    std::copy(state.begin(), state.end(), bytes.begin() + sizeof about);
    std::memcpy(bytes.data() + sizeof about + state.size(), &sum, sizeof sum);
    auto const put = ::pwrite(open_.get(), bytes.data(), bytes.size(), 0);
    if (put >= 0 && put < static_cast<ssize_t>(bytes.size())) errno = ENOSPC;
    if (put != static_cast<ssize_t>(bytes.size())) fail("write");
}

void shared_file::update(std::span<std::byte> state, std::function<void()> const& change) {
    lock();
    auto const unlock = unlocker{open_.get()};
    load(state);
    auto const before = std::vector<std::byte>(state.begin(), state.end());
    change();
    if (!std::equal(state.begin(), state.end(), before.begin())) save(state);
}

} // namespace muster::pacing
