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
        bool wants_value = false; ///< it takes no null, and has nothing to put in where no value is given
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
    std::string mend; ///< statements, without a semicolon at the end; empty where there are none for it
};

struct table_fit {
    std::vector<table_column> missing; ///< columns; adding them is all that they need
    std::vector<table_flaw> flaws;     ///< all else
};

table_fit compare(table_layout const& wanted, found_table const& found);

/// Refuses what is no table; `kind` = what it is in the database's words. Throws core::obstacle (unfit).
void refuse_other_kind(table_layout const& wanted, std::string const& kind);

/// The columns that are to be added to a table, as they may be if `migrate`. Throws core::obstacle (unfit)
/// where it does not fit.
std::vector<table_column> columns_to_add(table_layout const& wanted, found_table const& found, bool migrate);

/// Refuses to write rows without noting what became of them, where notes of that are kept. Throws
/// core::obstacle (unfit).
void refuse_gap(table_layout const& wanted);

} // namespace muster::sink
