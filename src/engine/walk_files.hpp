#pragma once
#include <filesystem>

namespace muster::engine {

/// Where a job keeps what a walk of the list leaves (journal::directory).
struct walk_files {
    std::filesystem::path members;     ///< the list (engine/snapshot.hpp)
    std::filesystem::path member_keys; ///< where in it a member stands
    std::filesystem::path row_keys;    ///< of the rows, while it is walked
};

} // namespace muster::engine
