#pragma once
#include "sandbox/target.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::sandbox::memberstack_tables {

/// The calls of the Data Tables API.
enum class call : std::uint8_t { tables, table, create, query, update, remove, unknown };

/// What a request asks for.
struct route : target {
    call what = call::unknown;
    std::string table;  ///< its key or id in the path, decoded; empty if there is none
    std::string record; ///< the same of a record
};

/// Reads a request line. `target` that is no valid URL: call::unknown.
route read_route(std::string_view method, std::string_view target);

/// The call as the ledger names it, e.g. `PUT /v2/data-tables/{table}/records/{id}`. Valid for good.
std::string_view name_of(call c);

} // namespace muster::sandbox::memberstack_tables
