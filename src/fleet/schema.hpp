#pragma once
#include "database/postgres.hpp"

#include <string_view>

namespace muster::fleet {

/// The tables of a store: what several hosts share of their jobs, in a schema of its own, `muster`. Their
/// names are qualified everywhere, so that nobody's search path matters.
extern std::string_view const store_tables;

/// Of the tables; raised whenever their meaning or layout changes.
inline constexpr int store_format = 1;

/// Makes the tables, in one transaction. Returns false if they are there already. Throws
/// database::postgres_error.
bool make_store(database::postgres_connection& on);

/// Holds the tables to be there, and of our format. Throws core::job_error(usage), with what to do;
/// database::postgres_error.
void expect_store(database::postgres_connection& on);

} // namespace muster::fleet
