#pragma once
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace muster::files {

/// A file operation failed. `what()` names the operation, the path and the system's reason.
class io_error : public std::runtime_error {
public:
    io_error(std::string const& what, int code) : std::runtime_error(what), code_(code) {}
    [[nodiscard]] int code() const noexcept { return code_; } ///< errno
    /// Whether it says nothing of the files: who has them cannot be reached now, and may be later.
    [[nodiscard]] bool is_passing() const noexcept { return code_ == EHOSTUNREACH; }

private:
    int code_;
};

/// A file that is only appended to. Closed by its destructor.
class append_file {
public:
    virtual ~append_file() = default;
    /// Writes all bytes at the end, or throws io_error (then some of them may be there).
    virtual void append(std::string_view bytes) = 0;
    /// Returns once all that was appended is on stable storage; throws io_error.
    virtual void sync() = 0;
};

/// A lock on a job, held while the object lives, or as long as it says; also released by the death of the
/// process, in time.
class file_lock {
public:
    virtual ~file_lock() = default;
    /// Until when it is certainly held; nullopt: as long as the object lives. It grows as the lock is
    /// renewed. Any thread.
    [[nodiscard]] virtual std::optional<std::chrono::steady_clock::time_point> certain_until() const {
        return std::nullopt;
    }
    /// Whether another has it by now: nothing can be written under it any more. Any thread.
    [[nodiscard]] virtual bool lost() const { return false; }
};

/// What stands under a name.
struct entry {
    enum class kind { file, directory, other /*a link, a socket, ...*/ };
    std::string name; ///< without the directory that it is in
    kind what = kind::other;
    unsigned mode = 0; ///< the permission bits, e.g. 0600
    /// What tells whether it is still what was seen before; 0 where a storage does not know.
    std::uint64_t size = 0;   ///< bytes
    std::uint64_t number = 0; ///< of the inode
    std::int64_t changed = 0; ///< when it was written or replaced last, in nanoseconds since 1970
};

/// The file operations that jobs on disk are made of, and no others: nothing else touches them. Directories
/// are made 0700, files 0600. All throw io_error.
class storage {
public:
    virtual ~storage() = default;
    /// Makes a directory and those above it, as far as they are missing, and makes the names of all of them
    /// durable.
    virtual void make_directories(std::filesystem::path const& p) = 0;
    /// Opens a file for appending; makes it if it is missing (sync_directory makes that durable).
    virtual std::unique_ptr<append_file> open_append(std::filesystem::path const& p) = 0;
    /// The bytes of a file from `offset` on, at most `most` of them; nullopt if there is no such file.
    virtual std::optional<std::string> read(std::filesystem::path const& p, std::uint64_t offset,
                                            std::size_t most) = 0;
    /// What is there, a link not followed; nullopt if there is nothing.
    virtual std::optional<entry> look(std::filesystem::path const& p) = 0;
    /// The entries of a directory, by name; nullopt if there is no such directory.
    virtual std::optional<std::vector<entry>> list(std::filesystem::path const& p) = 0;
    virtual void truncate(std::filesystem::path const& p, std::uint64_t size) = 0;
    virtual void rename(std::filesystem::path const& from, std::filesystem::path const& to) = 0;
    /// Removes a file, or a directory that is empty.
    virtual void remove(std::filesystem::path const& p) = 0;
    /// Sets the permission bits of a file or directory.
    virtual void set_mode(std::filesystem::path const& p, unsigned mode) = 0;
    /// Makes the names in a directory durable; an empty path is the working directory.
    virtual void sync_directory(std::filesystem::path const& p) = 0;
    /// Takes the lock without waiting and writes `text` into the file; nullptr if another process holds it.
    virtual std::unique_ptr<file_lock> lock(std::filesystem::path const& p, std::string_view text) = 0;
    /// Somebody waits for the end of what is done with it: whoever does not answer is waited for no longer
    /// than some seconds from now on. Any thread.
    virtual void hurry() {}
    /// For how long a lock may be held by a process that was killed.
    virtual std::chrono::seconds lock_outlives(std::filesystem::path const& /*p*/) { return {}; }
    /// Whether a process holds that lock now.
    virtual bool is_locked(std::filesystem::path const& p) = 0;
};

/// A whole file that is expected to be small (under 64 MiB); nullopt if there is none.
std::optional<std::string> read_file(storage& files, std::filesystem::path const& p);

/// What stands behind the name of a file in the name of the temporary one that is to replace it.
inline constexpr std::string_view temporary_suffix = ".new";

/// Puts `bytes` in place of a file so that after any crash the old or the new content is there, whole: a
/// temporary file, sync, rename, sync of the directory.
void replace_file(storage& files, std::filesystem::path const& p, std::string_view bytes);

/// Copies a file of any size so that after any crash the copy is there whole, or not.
void copy_file(storage& files, std::filesystem::path const& from, std::filesystem::path const& to);

} // namespace muster::files
