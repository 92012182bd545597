#include "cli/late_watch.hpp"

#include "core/errors.hpp"

#include <utility>

namespace muster::cli {

namespace {

using event = spec::notify::event;

// A forecast made of less of the job than this may be far off.
constexpr double enough = 0.05;

} // namespace

bool outlasts_window(engine::progress const& now, std::optional<engine::forecast> const& ahead) {
    // What is in flight as it closes may be the last of the job.
    if (now.window_closed) return now.wire.requests > 0 && now.in_flight == 0;
    return ahead && !ahead->latest && ahead->where && ahead->windows > 1
           && part_done(now).value_or(0) >= enough;
}

late_watch::late_watch(service::notices& notices, launch::ready_job& job, std::uint64_t run,
                       std::string state_option)
    : notices_(notices),
      job_(job),
      run_(run),
      state_option_(std::move(state_option)),
      told_(!notices.wants(event::late) || !job.spec.windows.any()) {}

void late_watch::look(engine::progress const& now, std::optional<engine::forecast> const& ahead) {
    notices_.look();
    if (told_ || !outlasts_window(now, ahead)) return;
    told_ = true;
    auto const& where = job_.held.where();
    service::news n;
    n.now = event::late;
    n.spec_name = job_.spec.name;
    n.job_id = where.id;
    n.run = run_;
    n.status = static_cast<int>(core::exit_status::stopped);
    n.reason =
        "it will not end in its window" + (ahead ? "; at this pace " + in_words(*ahead) : std::string());
    n.totals = now.totals;
    n.next = "muster watch " + where.id + state_option_;
    n.at = std::chrono::system_clock::now();
    notices_.tell_beside(std::move(n), job_.held.storage(), where.told());
}

} // namespace muster::cli
