// A file of CSV: its delimiter and header, and all rows, in pieces of whatever size.
#include "input.hpp"
#include "source/csv_layout.hpp"
#include "source/csv_reader.hpp"
#include "source/utf8_check.hpp"

using namespace muster;
using fuzz::check;

namespace {

/// Everything that is told of a row, or of what is wrong with it.
struct told {
    source::position begins, ends;
    std::string bytes, cells, mistake;
    bool operator==(told const&) const = default;
};

std::vector<told> read(std::string_view text, char delimiter, std::size_t width, std::size_t piece,
                       source::position from = {}) {
    source::csv_reader reader(delimiter, width, from);
    std::vector<told> all;
    fuzz::read_in_pieces(reader, text, piece, [&](auto const& found) {
        auto& one = all.emplace_back();
        if (auto const* const wrong = std::get_if<source::mistake>(&found)) {
            one.mistake = wrong->text() + (wrong->can_go_on ? "" : " [the end]");
            return;
        }
        auto const& row = std::get<source::csv_row>(found);
        one = {row.begins, row.ends, std::string(row.bytes), {}, {}};
        for (auto const cell : row.cells) one.cells += std::to_string(cell.size()) + ":" + std::string(cell);
        check(width == 0 || row.cells.empty() || row.cells.size() == width,
              "a row has the cells that it must");
    });
    return all;
}

void check_rows(std::string_view text, std::vector<told> const& all) {
    source::position last;
    for (auto const& each : all) {
        if (!each.mistake.empty()) {
            fuzz::check_shown(each.mistake, 200, "a mistake is printable, and short");
            continue;
        }
        check(each.begins >= last, "rows go forward");
        check(text.substr(each.begins.offset, each.bytes.size()) == each.bytes, "a row is where it says");
        check(each.ends.offset == each.begins.offset + each.bytes.size(), "a row ends behind its bytes");
        check(each.ends.line >= each.begins.line, "lines go forward");
        check(!source::find_bad_byte(each.bytes), "a row is text", each.bytes);
        last = each.ends;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::text_of(data, size);
    auto const found = source::find_csv_layout({}, text, true);
    std::size_t width = 0;
    if (auto const* const wrong = std::get_if<source::mistake>(&found)) {
        fuzz::check_shown(wrong->text(), 200, "what is wrong with a header is printable, and short");
    } else {
        auto const& layout = std::get<source::csv_layout>(found);
        width = layout.columns.size();
        check(width > 0 && layout.first_row.offset <= text.size(), "a header has columns");
        std::string_view header = layout.header;
        if (header.starts_with("\xEF\xBB\xBF")) header.remove_prefix(3); // blank lines may stand between
        check(text.find(header) != text.npos, "a header stands in the file");
    }
    char const delimiter = source::find_delimiter(text);
    auto const whole = read(text, delimiter, width, text.size() + 1);
    check_rows(text, whole);
    check(read(text, delimiter, width, 1) == whole, "byte by byte it is the same", text);
    check(read(text, delimiter, width, 7) == whole, "in pieces it is the same", text);
    auto const middle = std::find_if(whole.begin(), whole.end(), [&](told const& each) {
        return each.mistake.empty() && each.ends.offset >= text.size() / 2;
    });
    if (middle == whole.end()) return 0;
    std::vector<told> const rest(middle + 1, whole.end());
    check(read(text.substr(middle->ends.offset), delimiter, width, 100, middle->ends) == rest,
          "reading goes on behind any row", text);
    return 0;
}
