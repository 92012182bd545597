#include "source/csv_reader.hpp"

#include "source/utf8_check.hpp"

#include <algorithm>

namespace muster::source {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view too_long =
    "the row that begins here is longer than 1 MiB; is one of its quotes never closed?";

/// How many lines end in a text: LF, CRLF and a lone CR each end one. `rest` gets what stands behind the
/// last.
std::uint64_t count_lines(std::string_view text, std::string_view& rest) {
    std::uint64_t lines = 0;
    for (auto at = text.find_first_of("\r\n"); at != text.npos; at = text.find_first_of("\r\n")) {
        bool const pair = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
        text.remove_prefix(at + (pair ? 2 : 1));
        ++lines;
    }
    rest = text;
    return lines;
}

std::string count_of_cells(std::size_t n) {
    return std::to_string(n) + (n == 1 ? " cell" : " cells");
}

std::string bad_byte(std::string_view text, std::size_t at) {
    if (text[at] == '\0') return "a NUL byte: this is no text, or it is not saved as UTF-8";
    return "this is not UTF-8: save the file as UTF-8";
}

} // namespace

csv_reader::csv_reader(char delimiter, std::size_t width, position from)
    : scanner_(delimiter),
      width_(width),
      at_(from) {}

void csv_reader::feed(std::string_view bytes) {
    buffer_.erase(0, begin_);
    begin_ = 0;
    buffer_.append(bytes);
}

/// False if more bytes are needed to tell whether there is one.
bool csv_reader::skip_byte_order_mark() {
    if (at_.offset > 0) return true;
    std::string_view const text(buffer_);
    if (text.starts_with(byte_order_mark)) {
        begin_ += byte_order_mark.size();
        at_.offset = byte_order_mark.size();
    }
    return finished_ || text.size() >= byte_order_mark.size() || !byte_order_mark.starts_with(text);
}

/// Behind the row that stands there now.
position csv_reader::behind(std::string_view bytes) const {
    std::string_view rest;
    bool const one_line = !scanner_.has_quotes();
    auto const lines =
        one_line ? (bytes.ends_with('\n') || bytes.ends_with('\r') ? 1 : 0) : count_lines(bytes, rest);
    return {at_.offset + bytes.size(), at_.line + lines};
}

/// What is wrong with a row although it is clear where it ends.
std::optional<mistake> csv_reader::check(std::string_view bytes) const {
    if (auto const bad = find_bad_byte(bytes)) {
        std::string_view rest;
        auto const lines = count_lines(bytes.substr(0, *bad), rest);
        return mistake{at_.line + lines, rest.size() + 1, bad_byte(bytes, *bad)};
    }
    auto const cells = scanner_.cells();
    if (width_ == 0 || cells == 0 || cells == width_) return std::nullopt;
    return mistake{at_.line, 0,
                   "the row has " + count_of_cells(cells) + " instead of " + std::to_string(width_)};
}

mistake csv_reader::broken(std::string message) {
    broken_ = true;
    return {at_.line, 0, std::move(message), false};
}

mistake csv_reader::broken_at(std::string_view text, std::size_t at, std::string message) {
    broken_ = true;
    std::string_view rest;
    auto const lines = count_lines(text.substr(0, at), rest);
    return {at_.line + lines, rest.size() + 1, std::move(message), false};
}

std::optional<std::variant<csv_row, mistake>> csv_reader::next() {
    if (broken_ || !skip_byte_order_mark()) return std::nullopt;
    auto const left = std::string_view(buffer_).substr(begin_);
    if (left.empty()) return std::nullopt;
    // Looked at no further than a row may reach, so that it does not matter in which pieces it comes.
    auto const text = left.substr(0, longest_row + 1);
    using result = csv_scanner::result;
    auto const found = scanner_.scan(text, finished_ && text.size() == left.size());
    if (text.size() > longest_row && found == result::unfinished) return broken(std::string(too_long));
    switch (found) {
    case result::unfinished: return std::nullopt;
    case result::unclosed:
        return broken_at(text, scanner_.trouble(), "the quote that opens this cell is never closed");
    case result::stray_text:
        return broken_at(
            text, scanner_.trouble(),
            "text behind the closing quote of a cell: a quote within a quoted cell is written twice");
    case result::too_many_cells:
        return broken("the row has more than " + count_of_cells(csv_scanner::most_cells));
    case result::row: break;
    }
    if (scanner_.size() > longest_row) return broken(std::string(too_long));
    csv_row row{at_, {}, text.substr(0, scanner_.size()), {}};
    row.ends = behind(row.bytes);
    auto wrong = check(row.bytes);
    begin_ += row.bytes.size();
    at_ = row.ends;
    if (wrong) return std::move(*wrong);
    scanner_.put_cells(row.bytes, unquoted_, cells_);
    row.cells = cells_;
    return row;
}

} // namespace muster::source
