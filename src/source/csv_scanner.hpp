#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::source {

/// Finds the cells of one row of CSV, by the grammar of RFC 4180 and nothing else: no offsets, no encoding,
/// no header. Where the RFC is silent it reads as Python's `csv` with `strict=True` does: LF, CRLF and a lone
/// CR end a row; a blank line is a row without cells; a quote opens a cell only at its very beginning, and
/// stands for itself further on in one that did not begin with a quote (`5" pipe`); spaces belong to the
/// cell.
class csv_scanner {
public:
    /// A row has at most so many cells.
    static constexpr std::size_t most_cells = 16'384;

    enum class result {
        row,           ///< a whole row: the getters tell of it
        unfinished,    ///< the text ends within the row, or may do so
        unclosed,      ///< the last row ends within a quoted cell: trouble() is the quote that opens it
        stray_text,    ///< something behind the closing quote of a cell: trouble() is where
        too_many_cells ///< more than most_cells
    };

    /// `delimiter` is a byte of ASCII, and neither a quote nor an end of line.
    explicit csv_scanner(char delimiter);

    /// Looks at the row that `text` begins with; it is not empty. `last`: nothing follows behind `text`.
    result scan(std::string_view text, bool last);

    /// Bytes of the row, its line end among them.
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::size_t cells() const { return cells_.size(); }
    [[nodiscard]] std::size_t trouble() const { return trouble_; }
    /// Whether a cell of the row stands in quotes, and so may hold ends of lines.
    [[nodiscard]] bool has_quotes() const { return has_quotes_; }
    /// The cells as they are meant, without quotes. `text` is the one that was scanned; the views point into
    /// it and into `unquoted`, which gets those in which a quote is written twice.
    void put_cells(std::string_view text, std::string& unquoted, std::vector<std::string_view>& into) const;
    /// The cells as they are written, in their quotes. `text` as above; the views point into it.
    void put_written_cells(std::string_view text, std::vector<std::string_view>& into) const;

private:
    struct cell {
        std::size_t begin;
        std::size_t size;
        bool has_doubled; // quotes
    };
    bool scan_quoted(std::string_view text, std::size_t& at);
    void scan_bare(std::string_view text, std::size_t& at);

    char delimiter_;
    std::array<bool, 256> ends_cell_{}; // by byte: delimiter and ends of lines
    std::vector<cell> cells_;
    std::size_t size_ = 0;
    std::size_t trouble_ = 0;
    bool has_quotes_ = false;
};

} // namespace muster::source
