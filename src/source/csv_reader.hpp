#pragma once
#include "source/csv_scanner.hpp"
#include "source/pieces.hpp"
#include "source/position.hpp"
#include "source/stretch.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::source {

/// A row of CSV. A view: it holds until its reader is fed, or asked, again.
struct csv_row {
    position begins;
    position ends; ///< behind its line end: where the next row begins
    /// As it stands in the file, with its line end; only the last row may have none.
    std::string_view bytes;
    /// What its cells mean, without quotes. A blank line has none.
    std::span<std::string_view const> cells;
};

/// Reads rows of CSV from bytes that come in pieces of any size. The grammar is csv_scanner's. All text is
/// UTF-8; a byte order mark at the very beginning of the file is passed over. Pure: it opens no file.
class csv_reader {
public:
    /// `width` = how many cells each row must have, blank lines aside; 0 = any number. `from` must be where a
    /// row begins.
    explicit csv_reader(char delimiter, std::size_t width = 0, position from = {});

    /// The next bytes of the file. They are kept until they were read: take all rows before there are more.
    void feed(std::string_view bytes) { pieces_.feed(bytes); }
    /// Nothing follows behind what was fed.
    void finish() { pieces_.finish(); }

    /// The next row; or what is wrong with it, and then next() goes on behind it where it can, or else gives
    /// nothing more. nullopt: feed more, or, once finished, the end.
    std::optional<std::variant<csv_row, mistake>> next();
    /// Where the last row stands that next() gave, or that it goes on behind; a view, as the row is.
    [[nodiscard]] stretch const& last() const { return last_; }

private:
    [[nodiscard]] std::optional<mistake> check(std::string_view row) const;
    mistake end_with(mistake m);

    csv_scanner scanner_;
    std::size_t width_;
    pieces pieces_;
    stretch last_;
    bool broken_ = false; // it is not clear where the next row begins
    std::string unquoted_;
    std::vector<std::string_view> cells_;
};

} // namespace muster::source
