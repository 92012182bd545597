#include "launch/opening.hpp"

#include "launch/host_name.hpp"

#include <algorithm>
#include <unistd.h>

namespace muster::launch {

journal::run_started opening_of(journal::state const& so_far, core::wall_time now) {
    return {so_far.runs() + 1, ::getpid(), host_name(), core::to_iso8601(now)};
}

std::optional<std::uint64_t> limit_of_run(std::optional<std::uint64_t> of_run,
                                          std::optional<std::uint64_t> of_job, journal::state const& so_far) {
    if (of_run || !of_job) return of_run;
    auto const changed =
        so_far.totals().settled() - so_far.totals().of(core::outcome::already) + so_far.pending().size();
    return *of_job - std::min(*of_job, changed);
}

} // namespace muster::launch
