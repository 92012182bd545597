#pragma once
#include "source/csv_layout.hpp"
#include "source/csv_scanner.hpp"
#include "source/remark.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::source {

/// Gives back rows of CSV as they stand in their file, with remarks in three columns at their end, instead of
/// those that the file has. Pure.
class csv_remarks {
public:
    explicit csv_remarks(csv_layout const& layout);

    /// The header with the names of the three columns; empty if the file has none.
    std::string header();
    /// A row, `bytes` of the file, with its line end or, at the end of the file, without. One that has not as
    /// many cells as there are columns is given back too.
    std::string row(std::string_view bytes, remark const& r);

private:
    std::string joined(std::string_view bytes, std::array<std::string_view, 3> const& more);
    [[nodiscard]] std::string kept(std::string_view row);
    [[nodiscard]] std::vector<bool> remarks_among(std::string_view row);

    csv_layout const& layout_;
    csv_scanner scanner_;
    std::vector<std::string_view> written_; // the cells of a row
    std::string line_end_ = "\n";           // the last that was seen
};

/// A cell as it is written: in quotes where it holds the delimiter, a quote or an end of line. A text that a
/// spreadsheet would take for a formula (it begins with one of `= + - @` or a tab) gets a `'` before it.
std::string written_remark(std::string_view text, char delimiter);

} // namespace muster::source
