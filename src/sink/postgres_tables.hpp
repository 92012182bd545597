#pragma once
#include "database/postgres.hpp"
#include "sink/table_layout.hpp"
#include "sink/table_state.hpp"

#include <optional>

namespace muster::sink {

/// Finds the schema of the table, where the settings name none: the one in which the search path has it, else
/// the first. Throws core::obstacle (unfit) if there is none.
void find_schema(database::postgres_connection& db, table_layout& layout);

/// Locks the table for exports as long as the connection lasts, waiting up to two seconds: one that we have
/// just lost may not have been noticed. Throws core::obstacle (passing) if another export has it.
void lock_table(database::postgres_connection& db, table_layout const& layout);

/// Throws core::obstacle (passing) if another export has locked the table now. Only reads.
void look_at_lock(database::postgres_connection& db, table_layout const& layout);

/// Makes the tables of an export ready, in one transaction: made where they are missing, held against the
/// export where they are there; and a temporary one for the rows of a page, `pg_temp.muster_page`, whose
/// columns have the types of the table's. Throws core::obstacle. Returns how far the job has come; it begins
/// where `mark`, as of sink::open(), is empty.
table_state ready_tables(database::postgres_connection& db, table_layout const& layout,
                         table_settings const& settings, std::string const& mark);

/// Throws core::obstacle (unfit) where these would not be made ready for a job that begins. Only reads.
void look_at_tables(database::postgres_connection& db, table_layout const& layout,
                    table_settings const& settings);

/// Of the temporary table: where a row stands in its page.
inline constexpr std::string_view page_order = "_muster_row";

} // namespace muster::sink
