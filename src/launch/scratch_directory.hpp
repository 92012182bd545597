#pragma once
#include "files/storage.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace muster::launch {

/// A directory of our own for as long as it lives, for what memory does not hold: in `$TMPDIR`, or `/tmp`.
/// Made with a name that nobody can know before: a file in a directory that all may write to could be laid
/// there by others. It takes those away that a process of ours left behind when it was killed. Throws
/// files::io_error.
class scratch_directory {
public:
    scratch_directory();
    ~scratch_directory();
    scratch_directory(scratch_directory const&) = delete;
    scratch_directory& operator=(scratch_directory const&) = delete;

    [[nodiscard]] std::filesystem::path file(std::string_view name) const;

private:
    std::string path_;
    std::unique_ptr<files::file_lock> lives_; ///< for as long as the process does
};

} // namespace muster::launch
