#pragma once
#include "database/sqlite.hpp"
#include "sink/table_layout.hpp"
#include "sink/table_state.hpp"

namespace muster::sink {

/// Makes the tables of an export ready, in one transaction: made where they are missing, held against the
/// export where they are there. Throws core::obstacle.
/// Returns how far the job has come; it begins where `mark`, as of sink::open(), is empty.
table_state ready_tables(database::sqlite_database& db, table_layout const& layout,
                         table_settings const& settings, std::string const& mark);

/// Throws core::obstacle (unfit) where these would not be made ready for a job that begins. Only reads.
void look_at_tables(database::sqlite_database& db, table_layout const& layout,
                    table_settings const& settings);

} // namespace muster::sink
