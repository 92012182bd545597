#pragma once
#include "database/postgres.hpp"
#include "pacing/quota.hpp"

#include <cstdint>
#include <string>

namespace muster::fleet {

/// What is used of a quota of several hosts, as the database keeps it.
struct quota_row {
    pacing::quota_state used;
    std::int64_t clock = 0; ///< the database's, while it was read: microseconds since 1970
    std::string as_read;    ///< in hexadecimal digits; empty = there was none
};

/// Begins afresh where it is not there, or not of our kind. Throws database::postgres_error.
quota_row read_quota_row(database::postgres_connection& on, std::string const& name);

/// Writes `row.used`, unless somebody has written the row since it was read: then false. Throws
/// database::postgres_error; it is not known then whether it is written.
bool write_quota_row(database::postgres_connection& on, std::string const& name, quota_row const& row);

} // namespace muster::fleet
