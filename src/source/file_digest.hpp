#pragma once
#include "files/storage.hpp"

#include <filesystem>
#include <string>

namespace muster::source {

/// SHA-256 of a file as it stands on the disk, packed or not, in lower-case hex; a piece at a time. Throws
/// files::io_error, also where there is no such file.
std::string file_digest(files::storage& files, std::filesystem::path const& file);

} // namespace muster::source
