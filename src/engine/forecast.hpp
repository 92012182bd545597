#pragma once
#include "core/time.hpp"
#include "journal/state.hpp"
#include "pacing/quota_forecast.hpp"
#include "schedule/window.hpp"
#include "spec/spec.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// When a job will be done, as far as can be told.
struct forecast {
    core::wall_time at;                      ///< the time, or the earliest
    std::optional<core::wall_time> latest{}; ///< where only a range can be told
    unsigned windows = 1;                    ///< how many windows it takes until `at`
    core::duration sending{};                ///< how long the rest takes while requests may be sent, about
    std::optional<schedule::zone> where{};   ///< of the windows; nullopt = the job has none
};

/// The forecast for a job of which `part` is done, 0..1, that goes on from `now`: before a hundredth is, only
/// a range can be told. `rate` = requests/s of the spec, for windows that have none of their own; 0 = no
/// limit. `quotas` = that its requests count in. nullopt: it is years away, or nothing can be told.
std::optional<forecast> forecast_of(journal::work_left const& left, double part,
                                    schedule::windows const& when, double rate, core::wall_time now,
                                    std::vector<pacing::quota_use> const& quotas = {});

/// What is left at the pace of a run that sent `requests` in `open_for`, during which it could send, under
/// `limit` (requests/s; 0 = none), and took the job from `part_before` to `part_now`. nullopt where it did
/// not get on.
std::optional<journal::work_left> work_left_of(double part_before, double part_now, double requests,
                                               core::duration open_for, double limit);

/// When a job whose last run ended as its window closed, or its quota was used up, will be done, if it goes
/// on as soon as it can. What is used of a quota is not asked for: all of it is taken to be free then, as it
/// is where the job alone has used it, in one go.
std::optional<forecast> forecast_after(journal::state const& s, schedule::windows const& when,
                                       spec::pace const& pace, core::wall_time now);

/// For people: `done about Fri 2026-11-27 03:10 Europe/Berlin, in the 3rd window from here`.
std::string in_words(forecast const& f);
/// The same for a line of progress: `3m left`, `done Fri 03:10, window 3`.
std::string in_short(forecast const& f);

/// For programs: `{"doneAt", "latestAt"?, "windows", "secondsOfSending", "timezone"?}`; and back: nullopt for
/// anything else.
boost::json::object to_json(forecast const& f);
std::optional<forecast> forecast_from_json(boost::json::value const& v);

} // namespace muster::engine
