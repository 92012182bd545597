#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::sandbox::memberstack {

/// The calls of the Memberstack Admin API.
enum class endpoint { list, create, verify_token, get, update, remove, add_plan, remove_plan, unknown };

/// What a request asks for.
struct route {
    endpoint what = endpoint::unknown;
    std::string member; ///< the id or e-mail address in the path, decoded; empty if there is none
    std::vector<std::pair<std::string, std::string>> parameters; ///< of the query, decoded, in order

    /// The value of a query parameter, or nullopt if it is absent or empty.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

/// Reads a request line. `target` that is no valid URL: endpoint::unknown.
route read_route(std::string_view method, std::string_view target);

/// The endpoint as the ledger names it, e.g. `POST /members/{id}/add-plan`.
std::string_view to_string(endpoint e);

} // namespace muster::sandbox::memberstack
