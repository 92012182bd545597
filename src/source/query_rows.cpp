#include "source/query_rows.hpp"

#include "core/obstacle.hpp"
#include "core/printable.hpp"
#include "core/write_json.hpp"
#include "source/position.hpp"
#include "source/utf8_check.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace muster::source {

namespace {

constexpr std::size_t written_at_once = 256U << 10U; // bytes that are written at a time

} // namespace

query_rows::query_rows(std::string needed, std::function<void(std::string_view)> write)
    : needed_(std::move(needed)),
      write_(std::move(write)) {}

void query_rows::check(std::vector<std::string> const& columns) const {
    std::set<std::string_view> seen;
    std::string listed;
    for (auto const& name : columns) {
        if (!seen.insert(name).second)
            throw core::obstacle(core::obstacle::kind::unfit,
                                 "two columns of the query are called " + core::quoted(name));
        listed += (listed.empty() ? "" : ", ") + core::quoted(name);
    }
    if (!seen.contains(needed_))
        throw core::obstacle(core::obstacle::kind::unfit, "no column of the query is called "
                                                              + core::quoted(needed_)
                                                              + ", the key; there are " + listed);
}

void query_rows::begin_cell(std::string_view column) {
    bytes_ += bytes_.size() == row_ ? '{' : ',';
    core::write_json(bytes_, column);
    bytes_ += ':';
}

void query_rows::add_json(std::string_view column, std::string_view text) {
    begin_cell(column);
    auto const begin = bytes_.size();
    bytes_ += text;
    for (auto i = begin; i < bytes_.size(); ++i)
        if (bytes_[i] == '\n' || bytes_[i] == '\r') bytes_[i] = ' '; // JSON has them between tokens only
}

void query_rows::add_text(std::string_view column, std::string_view text) {
    if (auto const bad = find_bad_byte(text))
        refuse(column,
               text[*bad] == '\0' ? "holds a NUL, and no text does" : "holds a text that is not UTF-8");
    begin_cell(column);
    core::write_json(bytes_, text);
}

void query_rows::add(std::string_view column, double number) {
    if (!std::isfinite(number))
        return add_text(column, std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    begin_cell(column);
    core::write_number(bytes_, number);
}

void query_rows::refuse(std::string_view column, std::string const& why) const {
    throw core::obstacle(core::obstacle::kind::unfit, "row " + std::to_string(ended_ + 1)
                                                          + " of the query: its column "
                                                          + core::quoted(column) + ' ' + why);
}

void query_rows::end_row() {
    if (bytes_.size() == row_) bytes_ += '{';
    bytes_ += "}\n";
    if (bytes_.size() - row_ > longest_row)
        throw core::obstacle(core::obstacle::kind::unfit,
                             "row " + std::to_string(ended_ + 1) + " of the query is longer than 1 MiB");
    ++ended_;
    row_ = bytes_.size();
    if (row_ < written_at_once) return;
    write_(bytes_);
    bytes_.clear();
    row_ = 0;
}

std::uint64_t query_rows::end() {
    if (!bytes_.empty()) write_(bytes_);
    bytes_.clear();
    row_ = 0;
    return ended_;
}

} // namespace muster::source
