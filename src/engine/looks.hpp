#pragma once
#include "engine/unit.hpp"

#include <cstddef>
#include <vector>

namespace muster::engine {

/// Whether the platform refused the member's change as one that was made of an older state of it.
bool is_outdated(pending_member const& m);

/// The members of a unit that have to be read before anything is sent, counted from 0, rising: those in
/// doubt, and those whose change is completed from what is there; as many as one look-up asks for at most.
std::vector<std::size_t> to_look_at(unit const& u, provider::provider const& platform);

/// How many looks at the unit's members are to come, if none has to be made again.
std::size_t looks_to_come(unit const& u, provider::provider const& platform);

/// Asks for fewer at once from now on, as a look at so many was refused: which of them is to blame, it does
/// not tell. False if it was one.
bool ask_for_fewer(unit& u, std::size_t asked);

/// Whether whom a change was to make was there before the job began: then none of its requests can have done
/// that. False where that is not known.
bool was_there_before(std::optional<core::wall_time> job_began, core::change const& c,
                      core::member const& found);

} // namespace muster::engine
