#include "source/csv_scanner.hpp"

namespace muster::source {
namespace {

constexpr char quote = '"';

/// Bytes of the line end that stands at `at`: 0 for none, 1 or 2.
std::size_t line_end(std::string_view text, std::size_t at) {
    if (text[at] == '\n') return 1;
    if (text[at] != '\r') return 0;
    return at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
}

/// Appends what a cell means in which quotes are written twice.
void append_unquoted(std::string& to, std::string_view written) {
    for (;;) {
        auto const at = written.find(quote);
        to.append(written.substr(0, at));
        if (at == written.npos) return;
        to += quote;
        written.remove_prefix(at + 2);
    }
}

} // namespace

csv_scanner::csv_scanner(char delimiter) : delimiter_(delimiter) {
    for (char const c : {delimiter, '\n', '\r'}) ends_cell_[static_cast<unsigned char>(c)] = true;
}

/// A cell in quotes, of which the first stands at `at`; afterwards `at` is behind the closing one. False if
/// none closes it, as far as the text goes.
bool csv_scanner::scan_quoted(std::string_view text, std::size_t& at) {
    has_quotes_ = true;
    trouble_ = at;
    auto const begin = ++at;
    for (bool has_doubled = false;;) {
        at = text.find(quote, at);
        if (at == text.npos) return false;
        if (at + 1 < text.size() && text[at + 1] == quote) {
            has_doubled = true;
            at += 2;
            continue;
        }
        cells_.push_back({begin, at - begin, has_doubled});
        ++at;
        return true;
    }
}

void csv_scanner::scan_bare(std::string_view text, std::size_t& at) {
    auto const begin = at;
    auto const* const bytes = text.data();
    auto const size = text.size();
    while (at < size && !ends_cell_[static_cast<unsigned char>(bytes[at])]) ++at;
    cells_.push_back({begin, at - begin, false});
}

csv_scanner::result csv_scanner::scan(std::string_view text, bool last) {
    cells_.clear();
    has_quotes_ = false;
    auto const end_row = [&](std::size_t at) {
        if (text[at] == '\r' && at + 1 == text.size() && !last) return result::unfinished; // LF may follow
        size_ = at + line_end(text, at);
        return result::row;
    };
    if (line_end(text, 0) > 0) return end_row(0);
    for (std::size_t at = 0;; ++at) {
        if (cells_.size() == most_cells) return result::too_many_cells;
        bool const quoted = at < text.size() && text[at] == quote;
        if (!quoted) {
            scan_bare(text, at);
        } else if (!scan_quoted(text, at)) {
            return last ? result::unclosed : result::unfinished;
        }
        if (at == text.size()) {
            size_ = at;
            return last ? result::row : result::unfinished;
        }
        if (line_end(text, at) > 0) return end_row(at);
        if (text[at] != delimiter_) {
            trouble_ = at;
            return result::stray_text;
        }
    }
}

void csv_scanner::put_cells(std::string_view text, std::string& unquoted,
                            std::vector<std::string_view>& into) const {
    into.clear();
    unquoted.clear();
    std::size_t doubled = 0;
    for (auto const& each : cells_)
        if (each.has_doubled) doubled += each.size;
    unquoted.reserve(doubled); // so that it does not move under the views
    for (auto const& each : cells_) {
        auto const written = text.substr(each.begin, each.size);
        if (!each.has_doubled) {
            into.push_back(written);
            continue;
        }
        auto const begin = unquoted.size();
        append_unquoted(unquoted, written);
        into.push_back(std::string_view(unquoted).substr(begin));
    }
}

void csv_scanner::put_written_cells(std::string_view text, std::vector<std::string_view>& into) const {
    into.clear();
    for (auto const& each : cells_) {
        bool const quoted = each.begin > 0 && text[each.begin - 1] == quote; // else a delimiter stands there
        into.push_back(quoted ? text.substr(each.begin - 1, each.size + 2)
                              : text.substr(each.begin, each.size));
    }
}

} // namespace muster::source
