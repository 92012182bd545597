#pragma once
#include "sandbox/target.hpp"

#include <string>
#include <string_view>

namespace muster::sandbox::memberstack {

/// The calls of the Memberstack Admin API.
enum class endpoint { list, create, verify_token, get, update, remove, add_plan, remove_plan, unknown };

/// What a request asks for.
struct route : target {
    endpoint what = endpoint::unknown;
    std::string member; ///< the id or e-mail address in the path, decoded; empty if there is none
};

/// Reads a request line. `target` that is no valid URL: endpoint::unknown.
route read_route(std::string_view method, std::string_view target);

/// The endpoint as the ledger names it, e.g. `POST /members/{id}/add-plan`.
std::string_view to_string(endpoint e);

} // namespace muster::sandbox::memberstack
