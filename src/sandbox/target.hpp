#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::sandbox {

/// A request's target, taken apart and decoded.
struct target {
    std::vector<std::string> path;                               ///< its segments; a trailing slash adds none
    std::vector<std::pair<std::string, std::string>> parameters; ///< of the query, in order

    /// The value of a query parameter, or nullopt if it is absent or empty.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
};

/// Reads path and query; nullopt: it is no valid URL.
std::optional<target> read_target(std::string_view text);

} // namespace muster::sandbox
