#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::cli {

/// How many columns the terminal has that this file descriptor is; nullopt if it is none.
std::optional<std::size_t> terminal_columns(int descriptor);

/// How many columns a text takes on a terminal. It must be printable (core::printable).
std::size_t display_width(std::string_view text);

/// `text`, or as much of its beginning as leaves room for a `…` behind it within `columns` (>= 1).
std::string cut_to(std::string_view text, std::size_t columns);

/// `text` with spaces behind it, so that it takes that many columns at least.
std::string padded(std::string_view text, std::size_t columns);

/// The same behind what `out` holds.
void append_padded(std::string& out, std::string_view text, std::size_t columns);

/// Rows of as many fields each, printable, a line for each row: two spaces between the columns, and none for
/// one that is empty throughout. `columns` (>= 1): lines are cut to fit.
std::string in_columns(std::vector<std::vector<std::string>> const& rows, std::optional<std::size_t> columns);

} // namespace muster::cli
