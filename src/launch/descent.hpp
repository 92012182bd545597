#pragma once
#include "journal/record.hpp"
#include "launch/spooled_rows.hpp"
#include "launch/store.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::launch {

/// What a job comes from that is made of no spec that people write: another job, or a plan.
struct descent {
    std::variant<journal::parentage, journal::planned> from;
    std::string key;           ///< core::fingerprint of the key that it must have; empty = any
    spooled_rows::writer rows; ///< gives what the spec would read from standard input; may be empty
};

/// Refuses a key that is not the one that it must have: throws core::job_error(refused).
void refuse_another_key(descent const& from, std::string const& key);

/// The first record of a job's journal; nullopt if that is not sound. Throws files::io_error.
std::optional<journal::job_opened> read_opening(files::storage& storage, journal::directory const& where);

/// The job that applies the plan of that digest, the newest of several; nullopt if none that is there does.
/// Throws what store::all throws.
std::optional<journal::job_opened> job_of_plan(store& jobs, std::string const& digest);

/// The jobs that were made from that one, by when they were made. Reads the first line of each job,
/// and passes over those that cannot be read. Throws what store::all throws.
std::vector<journal::job_opened> jobs_made_from(store& jobs, std::string const& id);

} // namespace muster::launch
