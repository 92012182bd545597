#pragma once
#include "source/position.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::source {

/// What a spec says of a file of CSV beyond its name. What it does not say the beginning of the file shows.
struct csv_settings {
    std::optional<char> delimiter;    ///< a byte of ASCII; none: found
    std::vector<std::string> columns; ///< names of the columns, in their order; empty: the header's
    std::optional<bool> header; ///< whether the first row is one; none: yes where there are no `columns`
};

/// How the rows of a file of CSV are to be read.
struct csv_layout {
    char delimiter = ',';
    /// Names, in order. One that is empty, or a remark's, cannot be asked for; any other stands once.
    std::vector<std::string> columns;
    /// The header as it stands in the file, with a byte order mark and its line end if they are there; empty
    /// if it has none.
    std::string header;
    position first_row; ///< behind the header
};

/// How many bytes of a file find_csv_layout wants to see, where it has so many.
inline constexpr std::size_t csv_beginning = longest_row + 4;

/// Finds it from the `beginning` of a file; `whole`: that is all of it. Blank lines before the header are
/// passed over. A mistake is one of the header, or a file that holds no row at all.
std::variant<csv_layout, mistake> find_csv_layout(csv_settings const& s, std::string_view beginning,
                                                  bool whole);

/// The delimiter that the first row of a text seems to be written with: of comma, semicolon, tab and bar the
/// one that stands most often outside of quotes, and the first of these where two do; a comma where none
/// does.
char find_delimiter(std::string_view text);

} // namespace muster::source
