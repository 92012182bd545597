#pragma once
#include "core/time.hpp"
#include "schedule/timetable.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::service {

/// The id of the job that is made for the start at `t` of a spec: `<name>-<UTC yyyymmddThhmmssZ>`. It tells
/// that the start was made, so none is made twice, whatever the clock does.
std::string scheduled_job_id(std::string_view spec_name, core::wall_time t);

/// The start that a job of this id was made for; nullopt: it is none of this spec, or was begun by hand.
std::optional<core::wall_time> start_of_job(std::string_view spec_name, std::string_view id);

/// Whether the id looks like one of a job of this spec: made for a start, or named by `muster run`.
bool is_job_of(std::string_view spec_name, std::string_view id);

/// The last of some jobs, sorted by their ids, that was made of this spec before `id` was; nullopt: none.
std::optional<std::string> job_before(std::string_view spec_name, std::string_view id,
                                      std::vector<std::string> const& ids);

/// Which of a spec's jobs, given by their ids in order, may be under way at `now`: the latest few that were
/// made for starts, and of those begun by hand; and the latest few up to now, as jobs that were made while
/// the clock was ahead may stand behind them.
std::vector<bool> are_recent(std::string_view spec_name, std::vector<std::string> const& ids,
                             core::wall_time now);

/// When the start at `t` is to be made: its `jitter` later, which hangs on the spec's name alone, and a
/// second before the next start at the latest. `after` = the next start, if there is one.
core::wall_time due_moment(std::string_view spec_name, core::duration jitter, core::wall_time t,
                           std::optional<core::wall_time> after);

} // namespace muster::service
