#pragma once
#include "sandbox/target.hpp"

#include <string>
#include <string_view>

namespace muster::sandbox::memberstack_v1 {

/// The calls of the Memberstack 1.0 API.
enum class endpoint { list, create, get, update, remove, unknown };

/// What a request asks for.
struct route : target {
    endpoint what = endpoint::unknown;
    std::string member; ///< the id in the path, decoded; or empty
};

/// Reads a request line; the path with or without `/v1` before it. `target` that is no valid URL:
/// endpoint::unknown.
route read_route(std::string_view method, std::string_view target);

/// The endpoint as the ledger names it, e.g. `POST /members/{id}`.
std::string_view to_string(endpoint e);

} // namespace muster::sandbox::memberstack_v1
