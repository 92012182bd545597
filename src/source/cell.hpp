#pragma once
#include "source/row.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace muster::source {

/// What a template asks a cell to be: `{{row.points|number}}`.
enum class cell_form { text, number, boolean, date, json };

/// The form of that word; nullopt for any other.
std::optional<cell_form> parse_cell_form(std::string_view word);

/// Why a cell is not of the form that is asked for, to stand behind its column: "`12,5` is not a number".
struct unfit_cell {
    std::string why;
};

/// The cell as a value of that form; null where there is nothing, and where a text is empty or blank although
/// another form than text is asked for.
/// - text: a text as it is; a number or boolean as JSON writes it, whole numbers without a point or exponent.
/// - number: a number of JSON, or a text that is one: `12`, `-0.5`, `1e3`. No comma, no sign `+`, no zeros in
///   front, and no whole number beyond 64 bits, as it would lose digits.
/// - boolean: true or false, or a text: `true`, `false`, `yes`, `no`, `1`, `0`, in letters of either case.
/// - date: a date or date-time of ISO 8601 (core::parse_iso8601), given as `2026-01-31T09:05:07.123Z`.
/// - json: any value; a text is read as JSON (read_strict_json) if it came from CSV, else it is one itself.
std::variant<boost::json::value, unfit_cell> convert(cell const& c, cell_form form);

/// The message about a cell: `line 17, column points: `12,5` is not a number`. `column` is the name that the
/// template asks for.
std::string about_cell(row const& r, std::string_view column, unfit_cell const& wrong);

} // namespace muster::source
