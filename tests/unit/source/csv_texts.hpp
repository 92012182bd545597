#pragma once
#include "source/csv_reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::tests {

/// What a reader makes of a file: everything that it tells of each row, or of what is wrong with it.
struct csv_told {
    source::position begins, ends;
    std::string bytes;
    std::vector<std::string> cells;
    std::string mistake; ///< empty for a row
    bool operator==(csv_told const&) const = default;
};

/// Takes what the reader has ready.
inline void take_rows(source::csv_reader& reader, std::vector<csv_told>& told) {
    while (auto const found = reader.next()) {
        if (auto const* const wrong = std::get_if<source::mistake>(&*found)) {
            told.push_back({{}, {}, {}, {}, wrong->text() + (wrong->can_go_on ? "" : " [the end]")});
            continue;
        }
        auto const& row = std::get<source::csv_row>(*found);
        told.push_back(
            {row.begins, row.ends, std::string(row.bytes), {row.cells.begin(), row.cells.end()}, {}});
    }
}

/// All rows of a text that comes in these pieces.
inline std::vector<csv_told> read_pieces(std::vector<std::string_view> const& pieces, char delimiter = ',',
                                         std::size_t width = 0) {
    source::csv_reader reader(delimiter, width);
    std::vector<csv_told> told;
    for (auto const piece : pieces) {
        reader.feed(piece);
        take_rows(reader, told);
    }
    reader.finish();
    take_rows(reader, told);
    return told;
}

inline std::vector<csv_told> read_whole(std::string_view text, char delimiter = ',', std::size_t width = 0) {
    return read_pieces({text}, delimiter, width);
}

} // namespace muster::tests
