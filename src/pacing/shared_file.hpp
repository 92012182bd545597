#pragma once
#include "files/descriptor.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

namespace muster::pacing {

/// What a shared file holds.
struct shared_format {
    std::array<char, 8> magic{};
    std::uint32_t version = 0; ///< raised whenever the meaning or layout of the state changes
    std::string what;          ///< for people: `the rate limit shared by all muster processes`
    /// So many bytes at the state's end came later: they stand behind all that a muster reads and writes that
    /// does not know them, with a checksum of their own. It and we share the rest, at one version.
    std::size_t later = 0;
};

/// A small state, plain bytes, in a file that all muster processes of the host share. The file is locked for
/// each update, which costs five system calls. Not to be used by two processes through one object: open
/// another after fork().
class shared_file {
public:
    /// Opens or creates the file, readable by us only. Throws core::job_error if that fails.
    shared_file(std::filesystem::path file, shared_format format);

    /// Reads the file into `state`, whose size is part of the format, calls `change`, and keeps what that
    /// makes of it; if it throws, nothing is kept. What is not ours, damaged or of an older version is not
    /// read: `state`, or what of it came later, is as it was then. Throws core::job_error if the file cannot
    /// be locked, read or written, or is of a newer version.
    void update(std::span<std::byte> state, std::function<void()> const& change);

private:
    void open();
    void lock();
    void load(std::span<std::byte> state);
    void save(std::span<std::byte const> state);
    [[noreturn]] void fail(std::string const& what) const;

    std::filesystem::path file_;
    shared_format format_;
    files::descriptor open_;
};

} // namespace muster::pacing
