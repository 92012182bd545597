#pragma once
#include "journal/state.hpp"
#include "launch/store.hpp"

#include <cstdint>
#include <string>

namespace muster::launch {

/// A process for people, by its user and id: `ann (pid 4711)`.
std::string describe_process(std::uint32_t user, std::int64_t pid);

/// On whose behalf this process acts, as the program that began it told in $MUSTER_ACTOR (`ann, by muster
/// web`): redacted and printable, 200 bytes of it at most; empty where nothing was told.
std::string told_actor();

/// This process for people, with whom it acts for if that was told: `ann, by muster web (pid 4711)`.
std::string describe_this_process();

/// Pauses a job that no process works on, or lifts its pause: a mark in its journal, durable on return. The
/// time is put in here. `mark` is act::pause or act::go_on. False if there is no pause to lift; nothing is
/// written then. Throws core::job_error: busy if it is running by now; usage if it is complete; what
/// store::find and journal::replay throw; files::io_error.
bool leave_mark(store& jobs, std::string const& id, journal::job_steered mark);

/// Refuses to go on with a job that is paused: throws core::job_error(stopped), which says by whom, why, and
/// since when.
void refuse_paused(journal::state const& folded, std::string const& id, std::string const& state_option);

} // namespace muster::launch
