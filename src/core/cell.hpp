#pragma once
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace muster::core {

/// What a template asks the cell of a row to be: `{{row.points|number}}`.
enum class cell_form { text, number, boolean, date, json };

/// The form of that word; nullopt for any other.
std::optional<cell_form> parse_cell_form(std::string_view word);

/// Why a cell is not of the form that is asked for, to stand behind its column: "`12,5` is not a number".
struct unfit_cell {
    std::string why;
};

/// The cell, a text of CSV or a value of JSON Lines, as a value of that form; null where it is null, and
/// where a text is empty or blank although another form than text is asked for.
/// - text: a text as it is; a number or boolean as JSON writes it, whole numbers without a point or exponent.
/// - number: a number of JSON, or a text that is one: `12`, `-0.5`, `1e3`. No comma, no sign `+`, no zeros in
///   front, and no whole number beyond 64 bits, as it would lose digits.
/// - boolean: true or false, or a text: `true`, `false`, `yes`, `no`, `1`, `0`, in letters of either case.
/// - date: a date or date-time of ISO 8601 (core::parse_iso8601), given as `2026-01-31T09:05:07.123Z`.
/// - json: a text is read as JSON (read_strict_json), any other value is one itself.
std::variant<boost::json::value, unfit_cell> convert(boost::json::value const& cell, cell_form form);

} // namespace muster::core
