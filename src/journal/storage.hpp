#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::journal {

/// A file operation failed. `what()` names the operation, the path and the system's reason.
class io_error : public std::runtime_error {
public:
    io_error(std::string const& what, int code) : std::runtime_error(what), code_(code) {}
    [[nodiscard]] int code() const noexcept { return code_; } ///< errno

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

/// A lock on a job, held while the object lives; also released by the death of the process.
class file_lock {
public:
    virtual ~file_lock() = default;
};

/// The file operations that a job directory is made of, and no others. Directories are made 0700, files 0600.
/// All throw io_error.
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
    virtual void truncate(std::filesystem::path const& p, std::uint64_t size) = 0;
    virtual void rename(std::filesystem::path const& from, std::filesystem::path const& to) = 0;
    /// Makes the names in a directory durable; an empty path is the working directory.
    virtual void sync_directory(std::filesystem::path const& p) = 0;
    /// Takes the lock without waiting and writes `text` into the file; nullptr if another process holds it.
    virtual std::unique_ptr<file_lock> lock(std::filesystem::path const& p, std::string_view text) = 0;
    /// Whether a process holds that lock now.
    virtual bool is_locked(std::filesystem::path const& p) = 0;
};

/// The real file system. Its locks are open-file-description locks (fcntl): as flock's, but they can be asked
/// about without being taken.
class posix_storage final : public storage {
public:
    void make_directories(std::filesystem::path const& p) override;
    std::unique_ptr<append_file> open_append(std::filesystem::path const& p) override;
    std::optional<std::string> read(std::filesystem::path const& p, std::uint64_t offset,
                                    std::size_t most) override;
    void truncate(std::filesystem::path const& p, std::uint64_t size) override;
    void rename(std::filesystem::path const& from, std::filesystem::path const& to) override;
    void sync_directory(std::filesystem::path const& p) override;
    std::unique_ptr<file_lock> lock(std::filesystem::path const& p, std::string_view text) override;
    bool is_locked(std::filesystem::path const& p) override;
};

/// A whole file that is expected to be small (under 64 MiB); nullopt if there is none.
std::optional<std::string> read_file(storage& files, std::filesystem::path const& p);

/// Puts `bytes` in place of a file so that after any crash the old or the new content is there, whole: a
/// temporary file, sync, rename, sync of the directory.
void replace_file(storage& files, std::filesystem::path const& p, std::string_view bytes);

} // namespace muster::journal
