#pragma once
#include "sink/sink.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sink {

/// Whether the sinks' databases can hold such an id: not one with a NUL, which no text of PostgreSQL holds,
/// and SQLite's functions for JSON take for the end.
bool can_hold(std::string_view id);

/// Those of the rows that they can hold: views.
std::vector<std::string_view> ids_of(std::span<row const> rows);

/// Ids of members as a text, a JSON array, and back. What is no such text gives none.
std::string write_ids(std::vector<std::string_view> const& ids);
std::string write_ids(std::vector<std::string> const& ids);
std::vector<std::string> read_ids(std::string_view text);

} // namespace muster::sink
