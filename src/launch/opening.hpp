#pragma once
#include "core/time.hpp"
#include "files/storage.hpp"
#include "journal/directory.hpp"
#include "journal/state.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::launch {

/// The first record of the next run of a job, by this process. `so_far` = the fold of its journal, `key` =
/// the key that the run works with, of which the record holds the fingerprint where it is not the job's
/// first.
journal::run_started opening_of(journal::state const& so_far, std::string const& key, core::wall_time now);

/// How many members a run may change: what the user says of this run, or else what the spec's `limit`, which
/// is for the whole job, leaves. nullopt = any number.
std::optional<std::uint64_t> limit_of_run(std::optional<std::uint64_t> of_run,
                                          std::optional<std::uint64_t> of_job, journal::state const& so_far);

/// Whether the `limit` of a job's own spec leaves nobody to be changed. False if its spec cannot be read.
bool limit_of_spec_reached(files::storage& storage, journal::directory const& where,
                           journal::state const& so_far);

} // namespace muster::launch
