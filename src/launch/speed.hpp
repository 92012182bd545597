#pragma once
#include "core/time.hpp"
#include "files/storage.hpp"
#include "journal/directory.hpp"

#include <cstdint>
#include <optional>

namespace muster::launch {

/// How fast a run got on of late, by the times in its journal.
struct speed {
    double per_second = 0;       ///< members settled
    core::duration over{};       ///< measured over so long, up to now; at least a second
    core::duration since_last{}; ///< how long ago it last settled a member or read a page, to the second
};

/// Looks at the end of a job's journal, `bytes` of which are sound (launch::standing). nullopt where its last
/// run told no time yet. Throws files::io_error.
std::optional<speed> recent_speed(files::storage& storage, journal::directory const& where,
                                  std::uint64_t bytes, core::wall_time now);

} // namespace muster::launch
