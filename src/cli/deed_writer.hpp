#pragma once
#include "launch/deeds.hpp"

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <optional>

namespace muster::cli {

/// Writes deeds in one form, one after another: what it keeps does not grow with their number. All that it
/// writes is printable and redacted (cli/shown.hpp).
class deed_writer {
public:
    virtual ~deed_writer() = default;
    virtual void write(launch::deed const& d) = 0;
    virtual void write(launch::plain_deed const& d) = 0;
    /// There are no more.
    virtual void end() = 0;
};

struct csv_choices {
    bool excel = false;          ///< a byte order mark first, and CRLF
    bool guard_formulas = false; ///< csv_field's
};

/// A header and a line for each, by RFC 4180 (with LF, unless it is for Excel).
std::unique_ptr<deed_writer> csv_deeds(std::ostream& out, csv_choices choices);
/// An object for each: one a line, or all in one `array`.
std::unique_ptr<deed_writer> json_deeds(std::ostream& out, bool array);
/// A line for each; `columns` = of the terminal that it is for, which gets a header, and lines cut to fit.
std::unique_ptr<deed_writer> table_deeds(std::ostream& out, std::optional<std::size_t> columns);

/// A deed for programs, not redacted.
boost::json::object deed_object(launch::deed const& d);

/// One field of a CSV line, quoted where it must be. Spreadsheets take `=...` for a formula: guarded, a text
/// that begins with one of `= + - @ '` or a tab gets a `'` before it. So whoever takes one `'` off each field
/// that begins with one has what was there.
std::string csv_field(std::string_view text, bool guard_formulas);
/// The same behind what `out` holds.
void append_csv_field(std::string& out, std::string_view text, bool guard_formulas);

/// A change in a few words, for people: `addPlan pln_free`.
std::string in_words(boost::json::value const& change);

/// What the change sets, in the member's own shape; empty where it sets no fields.
boost::json::object after(boost::json::value const& change);

} // namespace muster::cli
