#include "cli/jobs_choice.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"

#include <algorithm>

namespace muster::cli {

namespace {

using core::exit_status;
using core::job_error;
using kind = launch::standing::kind;

[[noreturn]] void bad_usage(std::string const& message) {
    throw job_error(exit_status::usage, message);
}

std::optional<core::wall_time> end_of(journal::state const& s) {
    if (s.ending()) return core::parse_iso8601(s.ending()->at);
    if (s.last_run()) return core::parse_iso8601(s.last_run()->at);
    return s.job() ? core::parse_iso8601(s.job()->at) : std::nullopt;
}

chosen_job look(files::storage& seen, journal::directory const& where) {
    chosen_job one{launch::standing_of(seen, where), std::nullopt};
    one.ended = end_of(one.job.folded);
    return one;
}

void check_allowed(launch::store& jobs, launch::standing const& job, bool force) {
    constexpr auto nothing = " Nothing was done.";
    if (job.how == kind::running)
        throw job_error(exit_status::busy,
                        "job " + job.id + " is running; wait for it, or stop that process." + nothing);
    if (force) return;
    if (job.resumable())
        bad_usage("job " + job.id + " is " + std::string(to_string(job.how))
                  + " and can go on: muster resume " + job.id + jobs.state_option()
                  + "; --force takes it all the same." + nothing);
    if (job.how == kind::damaged)
        bad_usage("job " + job.id + " is damaged; muster fsck " + job.id + jobs.state_option()
                  + " says what is left of it; --force takes it all the same." + nothing);
}

} // namespace

std::vector<chosen_job> choose(launch::store& jobs, jobs_choice const& choice, core::wall_time now) {
    if (choice.ids.empty() == choice.states.empty())
        bad_usage("say which jobs: their ids, or --state (and --older-than)");
    if (!choice.older_than.empty() && choice.states.empty()) bad_usage("--older-than goes with --state");
    auto const age =
        choice.older_than.empty() ? core::duration::zero() : core::parse_duration(choice.older_than);
    if (!age)
        bad_usage("--older-than takes a time such as 12h or 30d, not " + core::quoted(choice.older_than));

    std::vector<chosen_job> chosen;
    if (!choice.ids.empty()) {
        auto ids = choice.ids;
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        for (auto const& id : ids) chosen.push_back(look(jobs.storage(), jobs.find_remains(id)));
    } else {
        auto const look_at = [&](files::storage& seen, journal::directory const& where) {
            auto one = look(seen, where);
            auto const word = to_string(one.job.how);
            bool const wanted =
                std::find(choice.states.begin(), choice.states.end(), word) != choice.states.end();
            bool const old = choice.older_than.empty() || (one.ended && *one.ended + *age <= now);
            if (wanted && old) chosen.push_back(std::move(one));
        };
        jobs.look_at_all(launch::job_part::standing, look_at);
    }
    for (auto const& one : chosen) check_allowed(jobs, one.job, choice.force);
    return chosen;
}

} // namespace muster::cli
