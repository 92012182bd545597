#include "cli/columns.hpp"

#include "core/find_special.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <clocale>
#include <cwchar>
#include <sys/ioctl.h>
#include <unistd.h>

namespace muster::cli {

namespace {

/// The C library knows what is wide and what combines, but only within a locale: this one is in every Debian.
/// Where it is missing, each code point takes one column.
locale_t wide_characters() {
    static locale_t const loaded = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return loaded;
}

std::size_t width_of(char32_t c) {
    if (c < 0x7f) return 1;
    auto const here = wide_characters();
    if (here == nullptr) return 1;
    auto const before = ::uselocale(here);
    int const columns = ::wcwidth(static_cast<wchar_t>(c));
    ::uselocale(before);
    return columns < 0 ? 1 : static_cast<std::size_t>(columns);
}

} // namespace

std::optional<std::size_t> terminal_columns(int descriptor) {
    constexpr std::size_t usual = 80;
    if (::isatty(descriptor) == 0) return std::nullopt;
    winsize size{};
    bool const told = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return told ? size.ws_col : usual;
}

std::size_t display_width(std::string_view text) {
    if (core::is_visible_ascii(text)) return text.size(); // most text is like that
    std::size_t columns = 0;
    while (!text.empty()) {
        auto const c = core::first_code_point(text);
        columns += width_of(c.value);
        text.remove_prefix(std::max(c.length, 1U));
    }
    return columns;
}

std::string cut_to(std::string_view text, std::size_t columns) {
    std::size_t used = 0, fits = 0; // columns of what was looked at; bytes that leave room for the ellipsis
    for (std::size_t at = 0; at < text.size();) {
        auto const c = core::first_code_point(text.substr(at));
        used += width_of(c.value);
        if (used > columns) return std::string(text.substr(0, fits)) + "…";
        at += std::max(c.length, 1U);
        if (used < columns) fits = at;
    }
    return std::string(text);
}

std::string padded(std::string_view text, std::size_t columns) {
    std::string out;
    append_padded(out, text, columns);
    return out;
}

void append_padded(std::string& out, std::string_view text, std::size_t columns) {
    auto const used = display_width(text);
    out.append(text).append(columns > used ? columns - used : 0, ' ');
}

std::string in_columns(std::vector<std::vector<std::string>> const& rows,
                       std::optional<std::size_t> columns) {
    std::vector<std::size_t> widths(rows.empty() ? 0 : rows.front().size());
    for (auto const& r : rows)
        for (std::size_t i = 0; i + 1 < r.size(); ++i) widths[i] = std::max(widths[i], display_width(r[i]));
    std::string out;
    for (auto const& r : rows) {
        std::string line;
        for (std::size_t i = 0; i < r.size(); ++i)
            if (!r[i].empty() || widths[i] > 0) line += padded(r[i], widths[i]) + "  ";
        line.erase(line.find_last_not_of(' ') + 1);
        out += (columns ? cut_to(line, *columns) : line) + "\n";
    }
    return out;
}

} // namespace muster::cli
