#pragma once
#include "database/sqlite.hpp"
#include "sink/sink.hpp"
#include "sink/table_layout.hpp"

namespace muster::sink {

/// Ends an export in one transaction: whoever it has not met is marked as deleted, if it was `whole` and they
/// are not too many; and the table of whom it met goes. Called again, it says what it said the first time.
/// Throws core::obstacle.
closing close_tables(database::sqlite_database& db, table_layout const& layout,
                     table_settings const& settings, bool whole);

} // namespace muster::sink
