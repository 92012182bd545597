#include "source/csv_remarks.hpp"

#include "core/outcome.hpp"
#include "source/pieces.hpp"
#include "source/position.hpp"

#include <algorithm>

namespace muster::source {

csv_remarks::csv_remarks(csv_layout const& layout) : layout_(layout), scanner_(layout.delimiter) {}

std::string csv_remarks::header() {
    return layout_.header.empty() ? std::string() : joined(layout_.header, remark_names);
}

std::string csv_remarks::row(std::string_view bytes, remark const& r) {
    return joined(bytes, {r.outcome, r.code, r.message});
}

std::string csv_remarks::joined(std::string_view bytes, std::array<std::string_view, 3> const& more) {
    auto row = without_line_end(bytes);
    if (row.size() < bytes.size()) line_end_ = bytes.substr(row.size());
    std::string whole;
    if (row.starts_with(byte_order_mark)) { // of the header: it is no part of the first cell
        whole = byte_order_mark;
        row.remove_prefix(byte_order_mark.size());
    }
    whole += kept(row);
    for (auto const cell : more)
        whole.append(1, layout_.delimiter).append(written_remark(cell, layout_.delimiter));
    return whole + line_end_;
}

/// A row without the remarks that it has.
std::string csv_remarks::kept(std::string_view row) {
    auto const ours = remarks_among(row);
    if (std::find(ours.begin(), ours.end(), true) == ours.end()) return std::string(row);
    std::string rest;
    bool first = true;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        if (ours[i]) continue;
        if (!first) rest += layout_.delimiter;
        first = false;
        rest += written_[i];
    }
    return rest;
}

/// For each cell of a row, whether it is a remark; empty if none is.
std::vector<bool> csv_remarks::remarks_among(std::string_view row) {
    auto const& columns = layout_.columns;
    auto const is_ours = [](std::string const& name) { return is_remark(name); };
    if (std::none_of(columns.begin(), columns.end(), is_ours)) return {};
    if (row.empty() || scanner_.scan(row, true) != csv_scanner::result::row) return {};
    scanner_.put_written_cells(row, written_);
    std::vector<bool> ours(written_.size());
    if (ours.size() == columns.size()) {
        std::transform(columns.begin(), columns.end(), ours.begin(), is_ours);
        return ours;
    }
    // Cells are missing, or there are more than columns. Where the remarks stand last, as they were given
    // back, their first cell tells that they are there.
    auto const behind = std::find_if_not(columns.rbegin(), columns.rend(), is_ours);
    auto const count = static_cast<std::size_t>(behind - columns.rbegin());
    if (count == 0 || *behind.base() != remark_names.front() || ours.size() <= count) return {};
    if (!core::parse_outcome(written_[ours.size() - count])) return {};
    std::fill(ours.end() - static_cast<std::ptrdiff_t>(count), ours.end(), true);
    return ours;
}

std::string written_remark(std::string_view text, char delimiter) {
    bool const formula = !text.empty() && std::string_view("=+-@\t").find(text.front()) != text.npos;
    std::string const cell = (formula ? "'" : "") + std::string(text);
    if (cell.find_first_of(std::string("\"\r\n") + delimiter) == cell.npos) return cell;
    std::string quoted = "\"";
    for (char const c : cell) {
        if (c == '"') quoted += c;
        quoted += c;
    }
    return quoted + '"';
}

} // namespace muster::source
