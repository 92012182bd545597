#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::source {

/// Rows of a query, written as JSON Lines. A cell that is not added is not there.
class query_rows {
public:
    /// `needed` = a column that there must be; `write` is given some lines at a time.
    query_rows(std::string needed, std::function<void(std::string_view)> write);

    /// Throws core::obstacle(unfit) where the needed column is missing, or two have one name.
    void check(std::vector<std::string> const& columns) const;

    /// Each adds a cell to the row. `text` of add_json is JSON; its line ends become blanks. All throw
    /// core::obstacle(unfit) for what no row can hold: a text that is not UTF-8.
    void add_json(std::string_view column, std::string_view text);
    void add_text(std::string_view column, std::string_view text);
    void add(std::string_view column, double number); ///< one that JSON has no text for becomes a text
    [[noreturn]] void refuse(std::string_view column, std::string const& why) const;

    /// Throws core::obstacle(unfit) for a row of more than source::longest_row.
    void end_row();
    /// Writes what is left; gives how many rows there were.
    std::uint64_t end();

private:
    void begin_cell(std::string_view column);

    std::string needed_;
    std::function<void(std::string_view)> write_;
    std::string bytes_;
    std::size_t row_ = 0; // where it begins in them
    std::uint64_t ended_ = 0;
};

} // namespace muster::source
