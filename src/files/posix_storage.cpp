#include "files/posix_storage.hpp"

#include "files/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::files {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string const& action, fs::path const& p, int code = errno) {
    throw io_error("cannot " + action + " " + p.string() + ": " + std::strerror(code), code);
}

descriptor open(fs::path const& p, int flags, std::string const& action) {
    descriptor opened(::open(p.c_str(), flags | O_CLOEXEC, 0600));
    if (!opened) fail(action, p);
    return opened;
}

void write_all(int handle, std::string_view bytes, fs::path const& p) {
    while (!bytes.empty()) {
        auto const n = ::write(handle, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("write", p);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

class posix_append_file final : public append_file {
public:
    explicit posix_append_file(fs::path const& p)
        : path_(p),
          file_(open(p, O_WRONLY | O_CREAT | O_APPEND, "open")) {}
    void append(std::string_view bytes) override { write_all(file_.get(), bytes, path_); }
    void sync() override {
        if (::fdatasync(file_.get()) != 0) fail("sync", path_);
    }

private:
    fs::path path_;
    descriptor file_;
};

// An exclusive lock on every byte that the file has or will have.
struct flock whole_file() {
    struct flock l {};
    l.l_type = F_WRLCK;
    l.l_whence = SEEK_SET;
    return l;
}

class posix_lock final : public file_lock {
public:
    explicit posix_lock(fs::path const& p) : path_(p), file_(open(p, O_RDWR | O_CREAT, "open")) {}
    bool take(std::string_view text) {
        auto whole = whole_file();
        if (::fcntl(file_.get(), F_OFD_SETLK, &whole) != 0) {
            if (errno == EAGAIN || errno == EACCES) return false;
            fail("lock", path_);
        }
        if (::ftruncate(file_.get(), 0) != 0) fail("write", path_);
        write_all(file_.get(), text, path_);
        return true;
    }

private:
    fs::path path_;
    descriptor file_;
};

} // namespace

void posix_storage::make_directories(fs::path const& p) {
    if (p.empty() || p.parent_path() == p) return;
    make_directories(p.parent_path());
    bool const made = ::mkdir(p.c_str(), 0700) == 0;
    if (!made && errno != EEXIST) fail("make the directory", p);
    try { // although it exists: the process that made it may have died before its name was durable
        sync_directory(p.parent_path());
    } catch (io_error const& e) {
        bool const not_made_by_us = e.code() == EACCES || e.code() == EROFS;
        if (made || !not_made_by_us) throw;
    }
}

std::unique_ptr<append_file> posix_storage::open_append(fs::path const& p) {
    return std::make_unique<posix_append_file>(p);
}

std::optional<std::string> posix_storage::read(fs::path const& p, std::uint64_t offset, std::size_t most) {
    struct stat about {};
    if (::stat(p.c_str(), &about) != 0) {
        if (errno == ENOENT) return std::nullopt;
        fail("read", p);
    }
    auto const file = open(p, O_RDONLY, "read");
    auto const size = static_cast<std::uint64_t>(about.st_size);
    std::string bytes(size > offset ? std::min<std::uint64_t>(size - offset, most) : 0, '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        auto const n = ::pread(file.get(), bytes.data() + filled, bytes.size() - filled,
                               static_cast<off_t>(offset + filled));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("read", p);
        if (n == 0) break;
        filled += static_cast<std::size_t>(n);
    }
    bytes.resize(filled);
    return bytes;
}

std::optional<entry> posix_storage::look(fs::path const& p) {
    struct stat about {};
    if (::lstat(p.c_str(), &about) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
        fail("look at", p);
    }
    using kind = entry::kind;
    auto const what = S_ISREG(about.st_mode)   ? kind::file
                      : S_ISDIR(about.st_mode) ? kind::directory
                                               : kind::other;
    constexpr std::int64_t ns = 1'000'000'000;
    return entry{p.filename().string(),
                 what,
                 about.st_mode & 07777U,
                 static_cast<std::uint64_t>(about.st_size),
                 static_cast<std::uint64_t>(about.st_ino),
                 about.st_ctim.tv_sec * ns + about.st_ctim.tv_nsec};
}

std::optional<std::vector<entry>> posix_storage::list(fs::path const& p) {
    std::vector<entry> found;
    std::error_code error;
    for (fs::directory_iterator at(p, error), end; !error && at != end; at.increment(error))
        if (auto each = look(at->path())) found.push_back(std::move(*each)); // else it is gone by now
    if (error == std::errc::no_such_file_or_directory) return std::nullopt;
    if (error) fail("list", p, error.value());
    std::sort(found.begin(), found.end(), [](entry const& a, entry const& b) { return a.name < b.name; });
    return found;
}

void posix_storage::truncate(fs::path const& p, std::uint64_t size) {
    if (::truncate(p.c_str(), static_cast<off_t>(size)) != 0) fail("truncate", p);
    auto const file = open(p, O_RDWR, "open");
    if (::fsync(file.get()) != 0) fail("sync", p);
}

void posix_storage::rename(fs::path const& from, fs::path const& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) fail("rename to", to);
}

void posix_storage::remove(fs::path const& p) {
    if (std::remove(p.c_str()) != 0) fail("remove", p);
}

void posix_storage::set_mode(fs::path const& p, unsigned mode) {
    if (::chmod(p.c_str(), mode) != 0) fail("set the permissions of", p);
}

void posix_storage::sync_directory(fs::path const& p) {
    auto const directory = open(p.empty() ? "." : p, O_RDONLY | O_DIRECTORY, "open");
    if (::fsync(directory.get()) != 0) fail("sync", p);
}

std::unique_ptr<file_lock> posix_storage::lock(fs::path const& p, std::string_view text) {
    auto held = std::make_unique<posix_lock>(p);
    if (!held->take(text)) return nullptr;
    return held;
}

bool posix_storage::is_locked(fs::path const& p) {
    struct stat about {};
    if (::stat(p.c_str(), &about) != 0) {
        if (errno == ENOENT) return false;
        fail("look at the lock", p);
    }
    auto const file = open(p, O_RDONLY, "look at the lock");
    auto whole = whole_file();
    if (::fcntl(file.get(), F_OFD_GETLK, &whole) != 0) fail("look at the lock", p);
    return whole.l_type != F_UNLCK;
}

} // namespace muster::files
