#pragma once
#include "journal/directory.hpp"

#include <filesystem>
#include <vector>

namespace muster::cli {

/// The files in a job's directory that group or others may touch, and the directory itself, if they may.
std::vector<std::filesystem::path> open_to_others(journal::directory const& job);

/// Temporary files that a crash left beside the file that they were to replace, if the job can do without
/// them.
std::vector<std::filesystem::path> temporary_files(journal::directory const& job);

/// What a resume or `fsck --repair` put aside.
std::vector<std::filesystem::path> kept_files(journal::directory const& job);

/// What muster did not put there, and temporary files without the file that they were to replace.
std::vector<std::filesystem::path> foreign_files(journal::directory const& job);

} // namespace muster::cli
