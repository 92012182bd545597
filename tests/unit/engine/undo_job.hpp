#pragma once
#include "model_world.hpp"

#include <cstdint>
#include <set>
#include <string>

namespace muster::simulated {

/// The job that takes another back, as `muster undo` makes it.
struct undo_job {
    std::string spec; ///< its text, with the file of rows that put_rows() writes; empty if deeds == 0
    std::string rows; ///< what that holds
    std::set<std::string> members; ///< whom they name
    std::uint64_t deeds = 0;       ///< launch::deed_job
    std::uint64_t left_out = 0;
};

/// Makes it from the files that the job of that world, which keeps its spec, has left on its disk. Throws
/// what launch::make_undo throws. `force` = also where others changed what was written.
[[nodiscard]] undo_job undo_of(model_world& parent, bool force);

/// Puts the rows where the spec of such a job has them, durably.
void put_rows(memory_storage& disk, std::string const& rows);

} // namespace muster::simulated
