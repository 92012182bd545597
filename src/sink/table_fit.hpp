#pragma once
#include "sink/table_layout.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace muster::sink {

/// A table as a database has it.
struct found_table {
    struct column {
        std::string name;
        std::string type; ///< as declared in SQLite; as format_type() has it in PostgreSQL, without a length
    };
    std::vector<column> columns;
    bool ids_are_unique = false; ///< by an index of `id` alone, over all rows
    bool is_strict = false;      ///< SQLite's STRICT

    [[nodiscard]] std::vector<std::string> column_names() const;
};

/// Whether a column of that type keeps what cells of the form hold. It may be narrower than a cell (an
/// integer, a text of 20 letters): a cell that is too much for it is refused with its row.
bool holds(core::cell_form form, found_table const& table, std::string_view type, dialect words);

/// What is wrong with a table that an export is to go to.
struct table_flaw {
    std::string what; ///< `it has no column "country"`
    std::string mend; ///< statements, without a semicolon at the end
};

struct table_fit {
    std::vector<table_column> missing; ///< columns; adding them is all that they need
    std::vector<table_flaw> flaws;     ///< all else
};

table_fit compare(table_layout const& wanted, found_table const& found);

/// Refuses to write rows without noting what became of them, where notes of that are kept. Throws
/// core::obstacle (unfit).
void refuse_gap(table_layout const& wanted);

/// Throws core::obstacle (unfit) with all that is wrong and the statements that mend it, unless nothing is.
void refuse_misfit(table_layout const& wanted, table_fit const& fit);

} // namespace muster::sink
