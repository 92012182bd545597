#pragma once
#include "files/storage.hpp"
#include "source/gunzip.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::source {

/// A file of rows that cannot be unpacked. `what()` names it and says why.
class packed_file_error : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// The plain text of a file, piece by piece, whether it is packed by gzip (its first bytes tell) or not.
class plain_bytes {
public:
    /// Begins at byte `from` of the plain text: a packed file is unpacked from its start up to there. `files`
    /// must outlive it.
    plain_bytes(files::storage& files, std::filesystem::path file, std::uint64_t from = 0);

    /// The next piece, up to 64 KiB; empty at the end. It holds until the next call. Throws files::io_error,
    /// also where there is no such file, and packed_file_error.
    std::string_view next();

private:
    [[nodiscard]] std::string read();
    void unpack();

    files::storage& files_;
    std::filesystem::path file_;
    std::uint64_t offset_ = 0; // in the file
    std::uint64_t to_skip_;    // bytes of the plain text
    bool begun_ = false;
    std::optional<gunzip> gunzip_; // of a packed file
    std::string packed_;
    std::string_view left_; // of packed_
    std::string plain_;
};

} // namespace muster::source
