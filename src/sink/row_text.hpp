#pragma once
#include "sink/sink.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::sink {

/// How an export's CSV is written.
struct csv_style {
    char delimiter = ','; ///< a character of ASCII; no quote, no line end
    bool bom = false;     ///< a byte order mark at the beginning, by which Excel knows UTF-8
    /// An apostrophe stands before what a spreadsheet would take for a formula.
    bool guard_formulas = false;
};

/// Appends a row of CSV (RFC 4180, but for its end: one line feed). Nothing stands for null, and `""` for an
/// empty text; texts are as they are, quoted where they have to be; numbers with a point, whatever the
/// place; lists and objects as JSON.
void append_csv(std::string& out, cell_views cells, csv_style const& style);
/// Appends the first row, the names of the columns.
void append_csv_header(std::string& out, std::vector<std::string> const& names, csv_style const& style);

/// Appends a row as an object of JSON on a line of its own. `names` = of the columns; empty: there is one
/// cell, and it is the object.
void append_jsonl(std::string& out, std::vector<std::string> const& names, cell_views cells);

} // namespace muster::sink
