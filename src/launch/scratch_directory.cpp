#include "launch/scratch_directory.hpp"

#include "files/posix_storage.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

namespace muster::launch {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view scratch_prefix = "muster-scratch-";
constexpr std::string_view lock_name = "lock";

bool is_directory_of_ours(fs::path const& p) {
    struct stat found {};
    return ::lstat(p.c_str(), &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == ::geteuid();
}

/// A process holds the lock from right after it made the directory.
bool is_left_behind(fs::path const& p) {
    constexpr auto while_it_is_made = std::chrono::minutes(1);
    if (!is_directory_of_ours(p)
        || fs::last_write_time(p) > fs::file_time_type::clock::now() - while_it_is_made)
        return false;
    files::posix_storage storage;
    return !storage.look(p / lock_name) || !storage.is_locked(p / lock_name);
}

/// Others may do the same at the same time, so that anything may be gone by the next look.
void remove_those_left_behind(fs::path const& in) {
    std::error_code error;
    for (fs::directory_iterator at(in, error), end; !error && at != end; at.increment(error)) {
        auto const& p = at->path();
        try {
            if (p.filename().string().starts_with(scratch_prefix) && is_left_behind(p)) fs::remove_all(p);
        } catch (std::exception const&) { // it is of no use to us, and in nobody's way
        }
    }
}

} // namespace

scratch_directory::scratch_directory() {
    std::error_code error;
    auto const in = fs::temp_directory_path(error);
    if (error) throw files::io_error("there is no directory for temporary files ($TMPDIR)", error.value());
    remove_those_left_behind(in);
    path_ = (in / (std::string(scratch_prefix) + "XXXXXX")).string();
    if (::mkdtemp(path_.data()) == nullptr) throw files::io_error("cannot make a directory " + path_, errno);
    lives_ = files::posix_storage().lock(file(lock_name), "");
}

scratch_directory::~scratch_directory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path scratch_directory::file(std::string_view name) const {
    return fs::path(path_) / name;
}

} // namespace muster::launch
