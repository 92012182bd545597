#pragma once
#include "files/storage.hpp"

#include <filesystem>

namespace muster::sink {

/// Throws core::obstacle (lasting) where a directory has the name that a file is to get.
void refuse_directory(files::storage& files, std::filesystem::path const& file);

/// Throws core::obstacle (lasting) where anything but a file has that name, which the file would take away
/// from it: a device, a pipe, a link.
void refuse_other(files::storage& files, std::filesystem::path const& file);

/// As refuse_directory, and where the directory that the file is to stand in is missing.
void look_at_place(files::storage& files, std::filesystem::path const& file);

} // namespace muster::sink
