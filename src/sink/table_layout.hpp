#pragma once
#include "core/cell.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sink {

/// A column of a table that an export fills.
struct table_column {
    std::string name;
    core::cell_form form = core::cell_form::text; ///< of its cells, which core::convert has made so, or null
};

/// A table of a database as the place of an export.
struct table_settings {
    std::string table; ///< `members`, or `schema.members` where the database has schemas
    std::vector<table_column>
        columns; ///< one for each cell; one named `id` is passed over, as the table has it
    /// Rows that stand there just so are not written again, and what became of the others is noted.
    bool only_changed = false;
    /// With `only_changed`: rows are told apart by their hash, but an export that begins so long after the
    /// last that did compares each column. nullopt = never.
    std::optional<core::duration> full_every;
    double max_removals = 0.1; ///< the share of the living rows that one export may mark as deleted
    bool migrate = false;      ///< adds columns that the table lacks
    std::string job;           ///< the id of the job that exports
};

/// The present time, as an expression of SQLite: `2026-01-31T09:05:07.123Z`.
inline constexpr std::string_view sqlite_now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/// Whose words are to be spoken.
enum class dialect { sqlite, postgres };

/// The name in quotes, so that no character in it means anything else.
std::string quote_name(std::string_view name);

/// The columns and tables that an export keeps in a database, by what it was asked for:
/// - the table itself: `id` (text, the primary key), the columns of the export, `deleted_at` (when the member
///   was found to be gone; null = it lives) and `_muster_hash` (of what is exported: row_hash.hpp).
/// - `muster_exports`: how far the export of each table has come.
/// - `<table>_muster_walk`: whom the export has met so far, the ids of each batch in one row, as a tree of
///   all ids would cost as much as the table itself; there only while an export is under way.
/// - `<table>_changes`, only with `only_changed`: what became of whom, and when, for those who follow.
struct table_layout {
    /// Throws core::obstacle (unfit) if the database cannot have names like these.
    table_layout(table_settings const& settings, dialect words);

    dialect words;
    std::string shown;  ///< the table as it was asked for, for people: `members`, `schema.members`
    std::string schema; ///< empty where none is named, until the sink has found which it is
    std::string table;
    std::vector<std::size_t> cells;    ///< which cells of a row are put into columns
    std::vector<table_column> columns; ///< all: `id`, one for each of `cells`, `deleted_at`, `_muster_hash`

    /// The names as statements have them: quoted, and with the schema.
    [[nodiscard]] std::string quoted_table() const { return quoted(table); }
    [[nodiscard]] std::string quoted_walk() const { return quoted(walk()); }
    [[nodiscard]] std::string quoted_changes() const { return quoted(changes()); }
    [[nodiscard]] std::string quoted_exports() const { return quoted(exports()); }

    [[nodiscard]] std::string walk() const { return table + "_muster_walk"; }
    [[nodiscard]] std::string changes() const { return table + "_changes"; }
    [[nodiscard]] static std::string exports() { return "muster_exports"; }
    /// By what muster_exports knows the table: the same, however SQLite's users write it.
    [[nodiscard]] std::string key() const;

    /// The statements that make the tables.
    [[nodiscard]] std::string make_table() const;
    [[nodiscard]] std::string make_walk() const;
    [[nodiscard]] std::string make_changes() const;
    [[nodiscard]] std::string make_exports() const;
    [[nodiscard]] std::string add_column(table_column const& c) const;
    /// Makes the ids of a table that has no such index unique.
    [[nodiscard]] std::string make_ids_unique() const;
    /// Adds to a table of exports that is older what it lacks: `columns` = those that it has. One statement
    /// each.
    [[nodiscard]] std::vector<std::string> renew_exports(std::vector<std::string> const& columns) const;
    /// What makes muster_exports say that the job $1 begins now: parameters are the table's key and the job.
    [[nodiscard]] std::string begin_export(std::optional<core::duration> full_every) const;
    /// Of muster_exports, at an export's end: what remembers when columns were compared last. An assignment.
    [[nodiscard]] static std::string remember_comparison();

    /// The names of the columns, quoted, with commas between them.
    [[nodiscard]] std::string column_list() const;
    /// Behind `ON CONFLICT`: what makes the row that stands there the new one, and its member alive.
    [[nodiscard]] std::string put_over() const;

private:
    [[nodiscard]] std::string quoted(std::string_view name) const;
};

/// The type that a column is made with.
std::string_view column_type(core::cell_form form, dialect words);

} // namespace muster::sink
