#pragma once
#include "database/postgres.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace muster::fleet {

/// A lease that somebody has now.
struct held_lease {
    std::string path;   ///< of the lock
    std::string holder; ///< its words, and what tells it from any other
    std::uint64_t epoch = 0;
    std::uint64_t seconds_left = 0;
};

/// What stands in a store.
struct store_view {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::vector<held_lease> leases;
    /// Files whose pieces do not make up their size, without a gap: muster never leaves one.
    std::vector<std::string> torn;
};

/// Reads all of it but the bytes. Throws database::postgres_error; core::job_error as expect_store does.
store_view view_store(database::postgres_connection& on);

} // namespace muster::fleet
