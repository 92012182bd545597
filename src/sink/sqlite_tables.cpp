#include "sink/sqlite_tables.hpp"

#include "sink/sink.hpp"
#include "sink/table_fit.hpp"

#include <optional>

namespace muster::sink {
namespace {

/// What stands under that name, however its letters are written: `table`, `view`, ...; nullopt = nothing.
std::optional<std::string> kind_of(database::sqlite_database& db, std::string const& name) {
    database::sqlite_statement find(
        db, "SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE");
    find.bind(1, name);
    if (!find.step()) return std::nullopt;
    return std::string(find.text(0));
}

found_table describe(database::sqlite_database& db, std::string const& table) {
    found_table found;
    // A sole primary key of that very type is the number of the row, which SQLite gives itself.
    database::sqlite_statement columns(
        db,
        "SELECT name, type, \"notnull\" AND dflt_value IS NULL AND NOT (pk = 1 AND type = 'INTEGER' COLLATE"
        " NOCASE) FROM pragma_table_xinfo(?1) WHERE hidden = 0");
    columns.bind(1, table);
    while (columns.step())
        found.columns.push_back(
            {std::string(columns.text(0)), std::string(columns.text(1)), columns.number(2) != 0});
    // An index of another order of letters would take two ids for one.
    database::sqlite_statement unique(
        db, "SELECT 1 FROM pragma_index_list(?1) AS l WHERE l.\"unique\" = 1 AND l.partial = 0"
            " AND (SELECT count(*) FROM pragma_index_xinfo(l.name) WHERE key = 1) = 1"
            " AND EXISTS (SELECT 1 FROM pragma_index_xinfo(l.name) WHERE key = 1"
            " AND name = 'id' COLLATE NOCASE AND coll = 'BINARY')");
    unique.bind(1, table);
    found.ids_are_unique = unique.step();
    database::sqlite_statement strict(
        db, "SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name = ?1 COLLATE NOCASE");
    strict.bind(1, table);
    found.is_strict = strict.step() && strict.number(0) != 0;
    return found;
}

/// The columns that are to be added to the table; throws where it does not fit.
std::vector<table_column> missing_columns(database::sqlite_database& db, table_layout const& layout,
                                          std::string const& kind, bool migrate) {
    refuse_other_kind(layout, kind);
    return columns_to_add(layout, describe(db, layout.table), migrate);
}

/// Whether what becomes of rows is noted; throws if it is, and the export would leave a gap.
bool is_noted(database::sqlite_database& db, table_layout const& layout, table_settings const& settings) {
    bool const noted = kind_of(db, layout.changes()).has_value();
    if (noted && !settings.only_changed) refuse_gap(layout);
    return noted;
}

std::optional<table_state> state_of(database::sqlite_database& db, table_layout const& layout) {
    database::sqlite_statement read(db, "SELECT job, batches, finished_at, compares FROM "
                                            + layout.quoted_exports() + " WHERE table_name = ?1");
    read.bind(1, layout.key());
    if (!read.step()) return std::nullopt;
    return table_state{std::string(read.text(0)), static_cast<std::uint64_t>(read.number(1)),
                       !read.is_null(2), !read.is_null(3) && read.number(3) != 0};
}

void ready_exports(database::sqlite_database& db, table_layout const& layout) {
    if (!kind_of(db, layout.exports())) return db.run(layout.make_exports());
    auto const columns = describe(db, layout.exports()).column_names();
    for (auto const& statement : layout.renew_exports(columns)) db.run(statement);
}

void begin_walk(database::sqlite_database& db, table_layout const& layout, table_settings const& settings) {
    db.run("DROP TABLE IF EXISTS " + layout.quoted_walk());
    db.run(layout.make_walk());
    database::sqlite_statement begin(db, layout.begin_export(settings.full_every));
    begin.bind(1, layout.key());
    begin.bind(2, settings.job);
    begin.run();
}

} // namespace

table_state ready_tables(database::sqlite_database& db, table_layout const& layout,
                         table_settings const& settings, std::string const& mark) {
    db.run("BEGIN IMMEDIATE");
    auto const table = kind_of(db, layout.table);
    ready_exports(db, layout);
    found_tables found;
    found.state = state_of(db, layout);
    found.table = table.has_value();
    if (kind_of(db, layout.walk())) found.walk = describe(db, layout.walk()).column_names();
    bool const on = goes_on(found, settings.job, mark, layout.shown);

    if (!table) db.run(layout.make_table());
    if (table)
        for (auto const& each : missing_columns(db, layout, *table, settings.migrate))
            db.run(layout.add_column(each));
    if (!is_noted(db, layout, settings) && settings.only_changed) db.run(layout.make_changes());
    if (!on) begin_walk(db, layout, settings);
    auto const state = state_of(db, layout).value();
    db.run("COMMIT");
    return state;
}

void look_at_tables(database::sqlite_database& db, table_layout const& layout,
                    table_settings const& settings) {
    if (auto const table = kind_of(db, layout.table)) missing_columns(db, layout, *table, settings.migrate);
    is_noted(db, layout, settings);
}

} // namespace muster::sink
