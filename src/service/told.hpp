#pragma once
#include "files/storage.hpp"
#include "spec/spec.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace muster::service {

/// What each way of telling (`webhook`, `command`) was told last. It outlives the process in a small file.
using told = std::map<std::string, spec::notify::event>;

/// Reads it; a file that is missing or cannot be understood says that nothing was told. Throws
/// files::io_error.
told read_told(files::storage& storage, std::filesystem::path const& file);

/// Puts it in place of what the file held. Throws files::io_error.
void write_told(files::storage& storage, std::filesystem::path const& file, told const& what);

} // namespace muster::service
