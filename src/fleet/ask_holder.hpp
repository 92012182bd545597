#pragma once
#include "database/postgres.hpp"
#include "fleet/lease.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace muster::fleet {

/// What the holder of a lease answered.
struct holder_reply {
    unsigned status = 0; ///< of HTTP
    std::string body;
};

/// Puts a question to whoever holds the lease of that path, and waits for the answer, at most for `longest`.
/// nullopt: nobody holds it, or no answer came in time; then the question is withdrawn, but may have been
/// heard. Throws database::postgres_error.
std::optional<holder_reply> ask_holder(database::postgres_connection& on, std::string const& path,
                                       question const& what, std::chrono::milliseconds longest);

} // namespace muster::fleet
