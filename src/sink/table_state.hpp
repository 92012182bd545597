#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::sink {

/// How far the export of a table has come, as the database has it.
struct table_state {
    std::string job;           ///< the last that exported to it
    std::uint64_t batches = 0; ///< written by that job; the mark of its last receipt
    bool finished = false;
    bool compares = false; ///< each column of a row, and not only its hash
};

/// What open() finds.
struct found_tables {
    std::optional<table_state> state; ///< nullopt: no export to this table is known
    bool table = false;               ///< whether it exists
    /// The columns of the table of whom the export has met; nullopt: it does not exist.
    std::optional<std::vector<std::string>> walk;
};

/// Whether the job goes on where it was; false = it begins, whatever others left there. `mark` as in
/// sink::open(), `table` = for people. Throws core::obstacle (unfit) if the database does not hold what the
/// job has written.
bool goes_on(found_tables const& found, std::string const& job, std::string const& mark,
             std::string const& table);

/// Whether more rows would be marked as deleted than the share of the living ones that may.
bool too_many(std::uint64_t gone, std::uint64_t living, double share);

} // namespace muster::sink
