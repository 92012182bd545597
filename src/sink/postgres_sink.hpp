#pragma once
#include "sink/sink.hpp"
#include "sink/table_layout.hpp"

#include <memory>
#include <string>

namespace muster::sink {

/// Writes to a table of a PostgreSQL database (11 and later), which is made if it is missing (table_layout),
/// in the schema that it names, or in the one where the search path finds it. `address` = a URI as libpq
/// takes it, with the password: it is in no message. How the server is trusted: postgres_address.hpp.
///
/// A page is one transaction: its rows, whom it met, and how many pages there were, which is the mark.
/// Written a second time after a crash, it changes nothing more. Of two exports to one table the second is
/// refused (passing) by an advisory lock of the session: a pooler in between has to keep sessions.
std::unique_ptr<sink> make_postgres_sink(std::string address, table_settings settings);

} // namespace muster::sink
