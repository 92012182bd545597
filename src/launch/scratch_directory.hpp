#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace muster::launch {

/// A directory of our own for as long as it lives, for what memory does not hold. Made with a name that
/// nobody can know before: a file in a directory that all may write to could be laid there by others. Throws
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
};

} // namespace muster::launch
