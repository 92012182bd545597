#pragma once
#include "schedule/window.hpp"

#include <optional>
#include <string>

namespace muster::engine {

/// Whether the window that opens at `opens` is too short for requests of which none is begun with less than
/// `needed` to go: as words for people, to stand behind those that tell when it opens, or else nothing.
/// `slowest` = what `needed` was worked out from; nullopt where no request has been timed. Pure.
std::string if_too_short(schedule::windows const& windows, core::wall_time opens, core::duration needed,
                         std::optional<core::duration> slowest);

} // namespace muster::engine
