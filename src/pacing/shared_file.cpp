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

/// Copies `part` from `bytes`, and behind it its checksum; false, and nothing is copied, if that does not
/// fit.
bool read_part(std::span<std::byte const> bytes, std::span<std::byte> part) {
    checksum sum = 0;
    if (bytes.size() < part.size() + sizeof sum) return false;
    auto const stored = bytes.first(part.size());
    std::memcpy(&sum, bytes.data() + part.size(), sizeof sum);
    if (sum != checksum_of(stored)) return false;
    std::copy(stored.begin(), stored.end(), part.begin());
    return true;
}

void append_part(std::vector<std::byte>& bytes, std::span<std::byte const> part) {
    auto const sum = checksum_of(part);
    auto const sum_bytes = std::as_bytes(std::span{&sum, 1});
    bytes.insert(bytes.end(), part.begin(), part.end());
    bytes.insert(bytes.end(), sum_bytes.begin(), sum_bytes.end());
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
    std::vector<std::byte> bytes(sizeof(header) + state.size() + 2 * sizeof(checksum));
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
    auto const first = state.first(state.size() - format_.later);
    bytes.resize(static_cast<std::size_t>(got));
    if (bytes.size() < sizeof found || found.version != format_.version || found.size != first.size()) return;
    auto const body = std::span<std::byte const>{bytes}.subspan(sizeof found);
    if (!read_part(body, first) || format_.later == 0) return;
    read_part(body.subspan(first.size() + sizeof(checksum)), state.last(format_.later));
}

void shared_file::save(std::span<std::byte const> state) {
    auto const first = state.first(state.size() - format_.later);
    auto const about = header{format_.magic, format_.version, static_cast<std::uint32_t>(first.size())};
    auto const about_bytes = std::as_bytes(std::span{&about, 1});
    std::vector<std::byte> bytes(about_bytes.begin(), about_bytes.end());
    append_part(bytes, first);
    if (format_.later > 0) append_part(bytes, state.last(format_.later));
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
