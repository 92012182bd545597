#include "launch/mark.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"
#include "launch/held_job.hpp"
#include "launch/user_name.hpp"

#include <chrono>
#include <cstdlib>
#include <unistd.h>

namespace muster::launch {

std::string describe_process(std::uint32_t user, std::int64_t pid) {
    auto const name = user_name(user).value_or("user " + std::to_string(user));
    return name + " (pid " + std::to_string(pid) + ")";
}

std::string told_actor() {
    constexpr std::size_t longest = 200;
    char const* const told = std::getenv("MUSTER_ACTOR");
    if (told == nullptr) return {};
    return core::printable(core::redact(told).substr(0, longest)); // also if that cuts a character in two
}

std::string describe_this_process() {
    auto const actor = told_actor();
    if (actor.empty()) return describe_process(::geteuid(), ::getpid());
    return actor + " (pid " + std::to_string(::getpid()) + ")";
}

bool leave_mark(store& jobs, std::string const& id, journal::job_steered mark) {
    auto held = held_job::open(jobs.storage(), jobs.find(id));
    auto const found = journal::replay(held.storage(), held.where());
    if (found.folded.ending() && found.folded.ending()->complete)
        throw core::job_error(core::exit_status::usage, "job " + id + " is complete: there is nothing to "
                                                            + std::string(journal::to_string(mark.what))
                                                            + ". Nothing was changed.");
    if (mark.what == journal::act::go_on && !found.folded.paused()) return false;
    mark.at = core::to_iso8601(std::chrono::system_clock::now());
    std::string line;
    journal::encode(mark, line);
    journal::prepare_to_append(held.storage(), held.where(), found);
    auto const file = held.storage().open_append(held.where().journal());
    file->append(line);
    file->sync();
    return true;
}

void refuse_paused(journal::state const& folded, std::string const& id, std::string const& state_option) {
    auto const& pause = folded.paused();
    if (!pause) return;
    throw core::job_error(core::exit_status::stopped,
                          "job " + id + " is paused, by " + pause->who + " at " + pause->at
                              + (pause->why.empty() ? "" : ": " + pause->why)
                              + ". Nothing was sent. To lift that: muster continue " + id + state_option
                              + "; then: muster resume " + id + state_option);
}

} // namespace muster::launch
