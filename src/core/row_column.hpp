#pragma once
#include <optional>
#include <string_view>

namespace muster::core {

/// The column of a row, or the path within one, that a dotted path into a member's document names, where the
/// row that the member comes with stands under `row`: `Email` of `row.Email`. nullopt of all other paths. A
/// view into the path.
constexpr std::optional<std::string_view> row_column(std::string_view path) {
    constexpr std::string_view row = "row.";
    if (!path.starts_with(row)) return std::nullopt;
    return path.substr(row.size());
}

} // namespace muster::core
