#pragma once
#include "core/time.hpp"
#include "schedule/timetable.hpp"
#include "schedule/window.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace muster::service {

/// What is known of a spec that is started by its timetable.
struct plan {
    std::string name;
    schedule::timetable when;
    schedule::windows windows;
    core::wall_time since; ///< starts up to here are none of ours: the spec was not there, or was another
};

/// What is known of a job of a spec, by its files.
struct job_facts {
    enum class state {
        running, ///< a process holds it
        held,    ///< a person paused it
        window,  ///< its window closed
        quota,   ///< the platform's quota is used up
        broken,  ///< killed, drained, or ended by an error: a resume may get further
        over     ///< complete, or left to a person: nothing is done about it
    };
    std::string id;
    std::optional<core::wall_time> start; ///< that it was made for; nullopt: begun by hand
    state how = state::over;
    core::wall_time began;
    core::wall_time ended; ///< when its last run ended; where that is not known, when it began
    unsigned failures = 0; ///< so many runs, the last ones in a row, ended `broken` without progress
    std::string reason;    ///< why its last run ended, for people; may be empty
    std::optional<core::wall_time> until{}; ///< before which no run of it gets anywhere
};

/// Processes of a job that ended and left no run in its journal: its key is missing, say.
struct trouble {
    unsigned in_a_row = 0;
    core::wall_time last;
    std::string why;       ///< for people
    bool hopeless = false; ///< a person has to do something first
};
/// By job.
using troubles = std::map<std::string, trouble, std::less<>>;

/// What is to be done about a job.
struct act {
    enum class kind {
        start, ///< there is none of this id yet
        resume,
        stop ///< another takes its place
    };
    kind what = kind::start;
    std::string job;
    bool operator==(act const&) const = default;
};

/// What is to be done about a spec at a moment.
struct outlook {
    std::vector<act> acts;
    /// Why nothing is begun now, or what is wrong, for people; empty where there is nothing to say.
    std::string why_not;
    bool needs_person = false;            ///< its latest job goes on, or is made, only if somebody acts
    std::optional<core::wall_time> again; ///< when to look again, unless something changes before
};

/// After so many runs in a row without progress a job is left to a person.
inline constexpr unsigned failures_until_left = 5;
/// A start that could not be made so long is one that was missed.
inline constexpr std::chrono::minutes missed_after{10};

/// How long a job that failed `n` times in a row without progress is let be before its next run.
core::duration pause_after(unsigned n);

/// What is to be done about a spec at `now`. Pure: all is worked out from the spec and its jobs, of which at
/// least the latest few are given, so that whoever dies, no start is lost or made twice. The rules:
///
/// - A start is dealt with if its job is there; if the spec's file is younger; if another job of the spec, or
///   a start that waited for its window, was under way when it was due, and `overlap` leaves it out.
/// - One job of a spec at a time. A start waits for its window, and is under way meanwhile. With `queue`, the
///   latest of the starts that were due meanwhile is made after it. With `replace`, the latest start counts,
///   the job before is stopped, and not gone on with.
/// - Of the others that were missed (missed_after), as many are made as `catchUp` says.
/// - A job that was made for a start and did not end by a person's will is resumed: in its window, once the
///   quota lets it, and with pauses that grow while it gets no further; after failures_until_left of these it
///   is left.
outlook look_at(plan const& p, std::vector<job_facts> const& jobs, troubles const& tried,
                core::wall_time now);

/// The next starts after `now`, as the timetable has them, and when each is due.
struct coming_start {
    core::wall_time at;
    core::wall_time due;
};
std::vector<coming_start> next_starts(plan const& p, core::wall_time now, std::size_t most);

} // namespace muster::service
