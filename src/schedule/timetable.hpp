#pragma once
#include "core/time.hpp"
#include "schedule/cron.hpp"
#include "schedule/zone.hpp"

namespace muster::schedule {

/// When jobs of a spec start: its `schedule`.
struct timetable {
    /// What happens to a start while a job of the spec is still under way, or waits for its window.
    enum class overlap {
        skip,   ///< it is left out
        queue,  ///< it waits for that job's end; one start waits at most
        replace ///< that job is stopped first, and stays stopped
    };
    /// What happens to starts that were missed, as nothing ran then.
    enum class catch_up {
        none, ///< they are left out
        last, ///< the latest of them is made up for
        all   ///< each of them is, one after the other
    };

    cron when;
    zone where = zone::utc();
    overlap on_overlap = overlap::skip;
    catch_up missed = catch_up::last;
    core::duration catch_up_for{}; ///< what was missed longer ago is left out
    core::duration jitter{};       ///< each start is late by 0 to this, the same for each of a spec's starts
};

} // namespace muster::schedule
