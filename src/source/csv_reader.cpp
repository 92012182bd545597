#include "source/csv_reader.hpp"

#include "source/utf8_check.hpp"

#include <algorithm>

namespace muster::source {
namespace {

constexpr std::string_view too_long =
    "the row that begins here is longer than 1 MiB: perhaps one of its quotes is never closed";
constexpr std::string_view unclosed = "the quote that opens this cell is never closed";
constexpr std::string_view stray_text =
    "text behind the closing quote of a cell: a quote within a quoted cell is written twice";

/// How many lines end in a text: LF, CRLF and a lone CR each end one.
std::uint64_t count_line_ends(std::string_view text) {
    std::uint64_t lines = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const lone = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
        if (lone || text[i] == '\n') ++lines;
    }
    return lines;
}

/// What is wrong at byte `at` of a row that begins on `line`.
mistake mistake_at(std::uint64_t line, std::string_view row, std::size_t at, std::string_view message) {
    auto const before = row.substr(0, at);
    auto const end = before.find_last_of("\r\n");
    auto const begin_of_line = end == before.npos ? 0 : end + 1;
    return {line + count_line_ends(before), at - begin_of_line + 1, std::string(message)};
}

std::string count_of_cells(std::size_t n) {
    return std::to_string(n) + (n == 1 ? " cell" : " cells");
}

} // namespace

csv_reader::csv_reader(char delimiter, std::size_t width, position from)
    : scanner_(delimiter),
      width_(width),
      pieces_(from) {}

/// What is wrong with a row although it is clear where it ends.
std::optional<mistake> csv_reader::check(std::string_view row) const {
    auto const line = pieces_.at().line;
    if (auto const bad = find_bad_byte(row)) return mistake_at(line, row, *bad, bad_byte_message(row[*bad]));
    auto const cells = scanner_.cells();
    if (width_ == 0 || cells == 0 || cells == width_) return std::nullopt;
    return mistake{line, 0, "the row has " + count_of_cells(cells) + " instead of " + std::to_string(width_)};
}

/// A mistake behind which no row can be found.
mistake csv_reader::end_with(mistake m) {
    broken_ = true;
    m.can_go_on = false;
    return m;
}

std::optional<std::variant<csv_row, mistake>> csv_reader::next() {
    if (broken_) return std::nullopt;
    auto const rest = pieces_.rest();
    if (!rest) return std::nullopt;
    auto const at = pieces_.at();
    // Looked at no further than a row may reach, so that it does not matter in which pieces it comes.
    auto const text = rest->substr(0, longest_row + 1);
    using result = csv_scanner::result;
    auto const found = scanner_.scan(text, pieces_.finished() && text.size() == rest->size());
    auto const ends = scanner_.size();
    if (found == result::row ? ends > longest_row : found == result::unfinished && text.size() > longest_row)
        return end_with({at.line, 0, std::string(too_long)});
    switch (found) {
    case result::unfinished: return std::nullopt;
    case result::unclosed: return end_with(mistake_at(at.line, text, scanner_.trouble(), unclosed));
    case result::stray_text: return end_with(mistake_at(at.line, text, scanner_.trouble(), stray_text));
    case result::too_many_cells:
        return end_with({at.line, 0, "the row has more than " + count_of_cells(csv_scanner::most_cells)});
    case result::row: break;
    }
    csv_row row{at, {}, text.substr(0, ends), {}};
    bool const ends_line = row.bytes.ends_with('\n') || row.bytes.ends_with('\r');
    auto const lines = scanner_.has_quotes() ? count_line_ends(row.bytes) : ends_line ? 1U : 0U;
    row.ends = {at.offset + ends, at.line + lines};
    auto wrong = check(row.bytes);
    last_ = {row.begins, row.ends, row.bytes};
    pieces_.pass(row.ends);
    if (wrong) return std::move(*wrong);
    scanner_.put_cells(row.bytes, unquoted_, cells_);
    row.cells = cells_;
    return row;
}

} // namespace muster::source
