#pragma once
#include "sandbox/memberpulse/population.hpp"
#include "sandbox/target.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::sandbox::memberpulse {

/// What is done to a resource, or to the webhooks.
enum class call : std::uint8_t {
    list,
    create,
    get,
    update,
    remove,
    list_hooks,
    add_hook,
    remove_hook,
    unknown
};

/// What a request asks for.
struct route : target {
    call what = call::unknown;
    resource of = resource::members; ///< of the first five calls
    std::string id;                  ///< in the path, decoded; empty if there is none
};

/// Reads a request line, whose paths begin with `/api`. `target` that is no valid URL: call::unknown.
route read_route(std::string_view method, std::string_view target);

/// The call as the ledger names it, e.g. `PUT /api/members/{id}`. Valid for good.
std::string_view name_of(route const& r);

} // namespace muster::sandbox::memberpulse
