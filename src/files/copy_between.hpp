#pragma once
#include "files/storage.hpp"

namespace muster::files {

/// As copy_file, from one storage to another, or within one.
void copy_between(storage& from_in, std::filesystem::path const& from, storage& to_in,
                  std::filesystem::path const& to);

} // namespace muster::files
