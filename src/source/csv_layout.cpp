#include "source/csv_layout.hpp"

#include "core/printable.hpp"
#include "source/csv_reader.hpp"
#include "source/remark.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace muster::source {
namespace {

constexpr std::string_view delimiters = ",;\t|";

std::variant<std::monostate, csv_row, mistake> first_row(csv_reader& reader) {
    while (auto found = reader.next()) {
        if (auto* const wrong = std::get_if<mistake>(&*found)) return std::move(*wrong);
        auto const& row = std::get<csv_row>(*found);
        if (!row.cells.empty()) return row;
    }
    return std::monostate();
}

/// The names in a header; what is wrong with them goes to `wrong`.
std::vector<std::string> names_in(csv_row const& header, std::optional<mistake>& wrong) {
    std::vector<std::string> names(header.cells.begin(), header.cells.end());
    std::set<std::string_view> seen;
    for (auto const& name : names) {
        if (name.empty() || seen.insert(name).second) continue;
        wrong = mistake{header.begins.line, 0, "two columns of the header are called " + core::quoted(name),
                        false};
    }
    return names;
}

/// Whether a header names, behind so many columns, those of remarks, and nothing else.
bool has_remarks_behind(csv_row const& header, std::size_t columns) {
    auto const& cells = header.cells;
    return cells.size() == columns + remark_names.size()
           && std::equal(remark_names.begin(), remark_names.end(),
                         cells.end() - std::ptrdiff_t{remark_names.size()});
}

} // namespace

char find_delimiter(std::string_view text) {
    std::array<std::size_t, delimiters.size()> count{};
    bool quoted = false, may_open = true; // at the beginning of a cell, and behind a quote that closed one
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    for (char const c : text) {
        if (c == '"' && (quoted || may_open)) {
            may_open = quoted; // written twice, it opens the cell again
            quoted = !quoted;
            continue;
        }
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        auto const which = delimiters.find(c);
        may_open = which != delimiters.npos;
        if (may_open) ++count[which];
    }
    return delimiters[static_cast<std::size_t>(std::max_element(count.begin(), count.end()) - count.begin())];
}

std::variant<csv_layout, mistake> find_csv_layout(csv_settings const& s, std::string_view beginning,
                                                  bool whole) {
    csv_layout layout;
    layout.delimiter = s.delimiter.value_or(find_delimiter(beginning));
    layout.columns = s.columns;
    if (!s.header.value_or(s.columns.empty())) return layout;
    csv_reader reader(layout.delimiter);
    reader.feed(beginning);
    if (whole) reader.finish();
    auto const found = first_row(reader);
    if (auto const* const wrong = std::get_if<mistake>(&found)) return *wrong;
    auto const* const header = std::get_if<csv_row>(&found);
    if (header == nullptr) {
        auto const why = whole ? "the file holds no row, not even a header"
                               : "no header within the first mebibyte of the file";
        return mistake{1, 0, why, false};
    }
    std::optional<mistake> wrong;
    auto names = names_in(*header, wrong);
    if (s.columns.empty()) layout.columns = std::move(names);
    layout.header = beginning.starts_with(byte_order_mark) ? byte_order_mark : "";
    layout.header += header->bytes;
    layout.first_row = header->ends;
    if (!s.columns.empty() && has_remarks_behind(*header, layout.columns.size()))
        layout.columns.insert(layout.columns.end(), remark_names.begin(), remark_names.end());
    if (s.columns.empty() && wrong) return std::move(*wrong);
    if (header->cells.size() == layout.columns.size()) return layout;
    return mistake{header->begins.line, 0,
                   "the header names " + std::to_string(header->cells.size())
                       + " columns, and `columns` of the spec " + std::to_string(layout.columns.size()),
                   false};
}

} // namespace muster::source
