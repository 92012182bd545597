#pragma once
#include "files/storage.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace muster::files {

/// Cuts bytes that come in pieces into lines. Memory: one line, and a piece.
class line_cutter {
public:
    /// The next line without its newline; nullopt at the end, or at a last line without one. The view holds
    /// until the next call. `more(buffer)` appends a piece; false = there is none.
    template <class More>
    std::optional<std::string_view> next(More const& more) {
        for (auto searched = at_;;) {
            auto const end = buffer_.find('\n', searched);
            if (end != std::string::npos) {
                std::string_view const line(buffer_.data() + at_, end - at_);
                at_ = end + 1;
                offset_ += line.size() + 1;
                return line;
            }
            buffer_.erase(0, at_);
            at_ = 0;
            searched = buffer_.size();
            if (!more(buffer_)) return std::nullopt;
        }
    }
    /// How many bytes the lines have that next() gave, newlines included.
    [[nodiscard]] std::uint64_t offset() const { return offset_; }

private:
    std::string buffer_;
    std::size_t at_ = 0; // where the next line begins in it
    std::uint64_t offset_ = 0;
};

/// Reads a file line by line without holding it whole: one line, and a piece, at a time.
class line_reader {
public:
    /// Begins at byte `from`. `files` must outlive it.
    line_reader(storage& files, std::filesystem::path path, std::uint64_t from = 0)
        : files_(files),
          path_(std::move(path)),
          from_(from) {}

    /// The next line without its newline; nullopt at the end, or at a last line without one. The view holds
    /// until the next call. Throws io_error.
    std::optional<std::string_view> next();
    /// The byte where the line that next() gave last ends, newline included.
    [[nodiscard]] std::uint64_t offset() const { return from_ + lines_.offset(); }

private:
    storage& files_;
    std::filesystem::path path_;
    std::uint64_t from_;
    line_cutter lines_;
};

/// The one line that begins at byte `from`, without its newline; nullopt where there is none that ends.
/// Throws io_error.
std::optional<std::string> line_at(storage& files, std::filesystem::path const& p, std::uint64_t from);

/// How many bytes a file has from byte `from` on. Throws io_error.
std::uint64_t bytes_behind(storage& files, std::filesystem::path const& p, std::uint64_t from);

} // namespace muster::files
