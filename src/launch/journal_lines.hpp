#pragma once
#include "files/storage.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace muster::launch {

/// The lines of a journal, from the first or from a later one on, wherever it is kept.
class journal_lines {
public:
    virtual ~journal_lines() = default;
    /// The next line without its newline; nullopt at the end, or at a last line without one. The view holds
    /// until the next call. Throws files::io_error.
    virtual std::optional<std::string_view> next() = 0;
    /// The byte where the line that next() gave last ends, newline included.
    [[nodiscard]] virtual std::uint64_t offset() const = 0;
    /// The id of the job that it is of, where the file tells it (an archive's name need not); else empty.
    [[nodiscard]] virtual std::string job() const { return {}; }
};

/// Those of a file, from the line on that begins at byte `from`. The storage must outlive it.
std::unique_ptr<journal_lines> lines_of_file(files::storage& storage, std::filesystem::path const& journal,
                                             std::uint64_t from = 0);

/// Those of the journal in a job's archive (launch/archive.hpp), from the first on: memory does not grow with
/// it, and nothing is unpacked to the disk. The storage must outlive it. Throws files::io_error, also where
/// it is no archive, or holds no journal.
std::unique_ptr<journal_lines> lines_of_archive(files::storage& storage,
                                                std::filesystem::path const& archive);

} // namespace muster::launch
