#pragma once
#include "core/cell.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace muster::sink {

/// Appends a field of PostgreSQL's COPY in its text format (manual, COPY, "Text Format"), without what parts
/// it from the next.
void append_copy_field(std::string& out, std::string_view text);

/// Appends a cell as its column takes it; null is `\N`.
void append_copy_cell(std::string& out, boost::json::value const& cell, core::cell_form form);

/// Whether a text, or one anywhere in a list or object, or a key holds a NUL, which no text of PostgreSQL
/// does.
bool has_nul(boost::json::value const& cell);

/// A list of texts as PostgreSQL writes an array: `{"a","b"}`. None of them holds a NUL.
std::string array_text(std::vector<std::string_view> const& texts);

} // namespace muster::sink
