#pragma once
#include "spec/spec.hpp"

#include <filesystem>

namespace muster::spec {

/// Makes the paths that a spec refers to absolute (a key's file, `caFile`), in its document too, so that they
/// mean the same wherever the job is resumed. Relative ones are below `directory`, which is absolute.
void make_paths_absolute(spec& s, std::filesystem::path const& directory);

} // namespace muster::spec
