#pragma once
#include "files/storage.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace muster::files {

/// Reads a file line by line without holding it whole: one line, and a mebibyte, at a time.
class line_reader {
public:
    /// Begins at byte `from`. `files` must outlive it.
    line_reader(storage& files, std::filesystem::path path, std::uint64_t from = 0)
        : files_(files),
          path_(std::move(path)),
          offset_(from) {}

    /// The next line without its newline; nullopt at the end, or at a last line without one. The view holds
    /// until the next call. Throws io_error.
    std::optional<std::string_view> next();
    /// The byte where the line that next() gave last ends, newline included.
    [[nodiscard]] std::uint64_t offset() const { return offset_; }

private:
    storage& files_;
    std::filesystem::path path_;
    std::string buffer_;
    std::size_t at_ = 0; // where the next line begins in it
    std::uint64_t offset_;
};

/// The one line that begins at byte `from`, without its newline; nullopt where there is none that ends.
/// Throws io_error.
std::optional<std::string> line_at(storage& files, std::filesystem::path const& p, std::uint64_t from);

/// How many bytes a file has from byte `from` on. Throws io_error.
std::uint64_t bytes_behind(storage& files, std::filesystem::path const& p, std::uint64_t from);

} // namespace muster::files
