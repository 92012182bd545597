#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"

#include <filesystem>
#include <vector>

namespace muster::launch {

/// The entries of a job's directory, each by what is to be made of it, and in the order of their names.
struct job_files {
    /// Those that group or others may touch, and the directory itself, if they may.
    std::vector<std::filesystem::path> open_to_others;
    /// What a crash left beside the file that it was to replace, if the job can do without it.
    std::vector<std::filesystem::path> temporary;
    /// What a resume or `fsck --repair` put aside.
    std::vector<std::filesystem::path> put_aside;
    /// What muster did not put there, and temporary files without the file that they were to replace.
    std::vector<std::filesystem::path> foreign;
};

/// Looks at what there is. Throws files::io_error.
job_files look_at_files(files::storage& storage, journal::directory const& where);

/// The permission bits of group and others.
inline constexpr unsigned of_others = 0077;

} // namespace muster::launch
