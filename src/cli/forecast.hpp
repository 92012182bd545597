#pragma once
#include "engine/progress.hpp"
#include "schedule/window.hpp"

#include <optional>
#include <string>

namespace muster::cli {

/// When a job will be done, as far as can be told.
struct forecast {
    core::wall_time at;                    ///< the time, or the earliest
    std::optional<core::wall_time> latest; ///< where only a range can be told
    unsigned windows = 1;                  ///< how many windows it takes until `at`
};

/// What is left of a job takes so long while it sends; `part` of it is done, 0..1: before a hundredth is,
/// only a range can be told.
std::optional<forecast> forecast_of(schedule::windows const& when, core::wall_time now, core::duration left,
                                    double part);

/// For people: `done Fri 2026-11-27 03:10 Europe/Berlin, in the 3rd window from here`.
std::string in_words(forecast const& f, schedule::windows const& when);

/// How long the rest of a job takes while it sends, at the pace of a run that took it from `part_before` to
/// `part_now` in `took`. nullopt where it did not get on.
std::optional<core::duration> left_of(double part_before, double part_now, core::duration took);

} // namespace muster::cli
