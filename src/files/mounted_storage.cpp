#include "files/mounted_storage.hpp"

#include <cerrno>
#include <cstring>

namespace muster::files {

namespace fs = std::filesystem;

mounted_storage::mounted_storage(fs::path root, storage& other) : root_(std::move(root)), other_(other) {}

storage& mounted_storage::of(fs::path const& p) {
    auto const& text = p.native();
    auto const& root = root_.native();
    bool const below = text.starts_with(root) && (text.size() == root.size() || text[root.size()] == '/');
    return below ? other_ : static_cast<storage&>(real_);
}

void mounted_storage::make_directories(fs::path const& p) {
    of(p).make_directories(p);
}

std::unique_ptr<append_file> mounted_storage::open_append(fs::path const& p) {
    return of(p).open_append(p);
}

std::optional<std::string> mounted_storage::read(fs::path const& p, std::uint64_t offset, std::size_t most) {
    return of(p).read(p, offset, most);
}

std::optional<entry> mounted_storage::look(fs::path const& p) {
    return of(p).look(p);
}

std::optional<std::vector<entry>> mounted_storage::list(fs::path const& p) {
    return of(p).list(p);
}

void mounted_storage::truncate(fs::path const& p, std::uint64_t size) {
    of(p).truncate(p, size);
}

void mounted_storage::rename(fs::path const& from, fs::path const& to) {
    if (&of(from) != &of(to))
        throw io_error("cannot rename " + from.string() + " to " + to.string() + ": " + std::strerror(EXDEV),
                       EXDEV);
    of(from).rename(from, to);
}

void mounted_storage::remove(fs::path const& p) {
    of(p).remove(p);
}

void mounted_storage::set_mode(fs::path const& p, unsigned mode) {
    of(p).set_mode(p, mode);
}

void mounted_storage::sync_directory(fs::path const& p) {
    of(p).sync_directory(p);
}

std::unique_ptr<file_lock> mounted_storage::lock(fs::path const& p, std::string_view text) {
    return of(p).lock(p, text);
}

std::chrono::seconds mounted_storage::lock_outlives(fs::path const& p) {
    return of(p).lock_outlives(p);
}

bool mounted_storage::is_locked(fs::path const& p) {
    return of(p).is_locked(p);
}

} // namespace muster::files
