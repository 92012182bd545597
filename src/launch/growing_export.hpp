#pragma once
#include "files/storage.hpp"
#include "journal/directory.hpp"

#include <filesystem>
#include <optional>

namespace muster::launch {

/// Where the file grows that a job exports to, by its spec (sink::growing_file), whether it is there or not.
/// nullopt: the job exports to no file, or to one that has its name already, or its spec cannot be read.
std::optional<std::filesystem::path> growing_export(files::storage& storage, journal::directory const& where);

} // namespace muster::launch
