#include "sink/postgres_tables.hpp"

#include "core/printable.hpp"
#include "database/postgres_errors.hpp"
#include "sink/sink.hpp"
#include "sink/table_fit.hpp"

namespace muster::sink {
namespace {

[[noreturn]] void unfit(std::string const& why) {
    throw core::obstacle(core::obstacle::kind::unfit, why);
}

/// What stands under that name, for people; nullopt = nothing.
std::optional<std::string> kind_of(database::postgres_connection& db, std::string const& quoted) {
    auto const found =
        db.run("SELECT CASE WHEN relkind IN ('r', 'p') THEN 'table' WHEN relkind IN ('v', 'm') THEN 'view'"
               " ELSE 'relation of kind ' || relkind::text END FROM pg_catalog.pg_class"
               " WHERE oid = pg_catalog.to_regclass($1)",
               {quoted});
    if (found.rows() == 0) return std::nullopt;
    return std::string(found.text(0, 0));
}

found_table describe(database::postgres_connection& db, std::string const& quoted) {
    found_table found;
    auto const columns =
        db.run("SELECT a.attname, pg_catalog.format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE "
               "a.atttypid"
               " END, NULL), a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''"
               " FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid"
               " WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped",
               {quoted});
    for (int i = 0; i < columns.rows(); ++i)
        found.columns.push_back(
            {std::string(columns.text(i, 0)), std::string(columns.text(i, 1)), columns.text(i, 2) == "t"});
    auto const unique = db.run(
        "SELECT 1 FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid"
        " AND a.attnum = i.indkey[0] WHERE i.indrelid = pg_catalog.to_regclass($1) AND i.indisunique"
        " AND i.indimmediate AND i.indisvalid AND i.indpred IS NULL AND i.indnkeyatts = 1 AND a.attname = "
        "'id'",
        {quoted});
    found.ids_are_unique = unique.rows() > 0;
    return found;
}

/// The columns that are to be added to the table; throws where it does not fit.
std::vector<table_column> missing_columns(database::postgres_connection& db, table_layout const& layout,
                                          std::string const& kind, bool migrate) {
    refuse_other_kind(layout, kind);
    return columns_to_add(layout, describe(db, layout.quoted_table()), migrate);
}

/// Whether what becomes of rows is noted; throws if it is, and the export would leave a gap.
bool is_noted(database::postgres_connection& db, table_layout const& layout, table_settings const& settings) {
    bool const noted = kind_of(db, layout.quoted_changes()).has_value();
    if (noted && !settings.only_changed) refuse_gap(layout);
    return noted;
}

std::optional<table_state> state_of(database::postgres_connection& db, table_layout const& layout) {
    auto const read = db.run("SELECT job, batches, finished_at, compares FROM " + layout.quoted_exports()
                                 + " WHERE table_name = $1",
                             {layout.key()});
    if (read.rows() == 0) return std::nullopt;
    return table_state{std::string(read.text(0, 0)), read.number(0, 1), !read.is_null(0, 2),
                       !read.is_null(0, 3) && read.number(0, 3) != 0};
}

void ready_exports(database::postgres_connection& db, table_layout const& layout) {
    auto const name = layout.quoted_exports();
    if (!kind_of(db, name)) {
        db.run(layout.make_exports());
        return;
    }
    auto const columns = describe(db, name).column_names();
    for (auto const& statement : layout.renew_exports(columns)) db.run(statement);
}

void begin_walk(database::postgres_connection& db, table_layout const& layout, table_settings const& settings,
                bool there) {
    if (there) db.run("DROP TABLE " + layout.quoted_walk());
    db.run(layout.make_walk());
    // Of its columns nobody needs to know anything; how many rows it has is counted without that.
    db.run("ALTER TABLE " + layout.quoted_walk() + " ALTER ids SET STATISTICS 0");
    db.run(layout.begin_export(settings.full_every), {layout.key(), settings.job});
}

void make_page(database::postgres_connection& db, table_layout const& layout) {
    std::string columns;
    for (auto const& each : layout.columns)
        if (each.name != "deleted_at") columns += ", " + quote_name(each.name);
    db.run("CREATE TEMPORARY TABLE muster_page ON COMMIT DELETE ROWS AS SELECT 0::bigint AS "
           + std::string(page_order) + columns + " FROM " + layout.quoted_table() + " WITH NO DATA");
}

} // namespace

void find_schema(database::postgres_connection& db, table_layout& layout) {
    if (!layout.schema.empty()) {
        if (db.run("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", {layout.schema}).rows() == 0)
            unfit("there is no schema " + core::quoted(layout.schema)
                  + " in the database. This makes it: CREATE SCHEMA " + quote_name(layout.schema) + ";");
        return;
    }
    auto const found = db.run("SELECT coalesce((SELECT n.nspname FROM pg_catalog.pg_class AS c JOIN"
                              " pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
                              " WHERE c.oid = pg_catalog.to_regclass($1)), pg_catalog.current_schema())",
                              {quote_name(layout.table)});
    if (found.is_null(0, 0))
        unfit("the search path of the user names no schema that there is: name the table `schema."
              + layout.table + "`");
    layout.schema = found.text(0, 0);
}

namespace {

[[noreturn]] void refuse_second(table_layout const& layout) {
    throw core::obstacle(core::obstacle::kind::passing, "another export is writing to the table "
                                                            + layout.shown + " now: it has to end first");
}

} // namespace

void look_at_lock(database::postgres_connection& db, table_layout const& layout) {
    // The view shows the two halves of the number that is locked.
    auto const held =
        db.run("SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
               " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = "
               "pg_catalog.current_database()) AND (classid::bigint << 32) + objid::bigint = "
               "pg_catalog.hashtextextended('muster export ' || $1::text, 0)",
               {layout.key()});
    if (held.rows() > 0) refuse_second(layout);
}

void lock_table(database::postgres_connection& db, table_layout const& layout) {
    try {
        db.run("BEGIN; SET LOCAL lock_timeout = '2s'");
        db.run("SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtextextended('muster export ' || $1::text, "
               "0))",
               {layout.key()});
        db.run("COMMIT");
    } catch (database::postgres_error const& e) {
        if (e.sqlstate() != "55P03" && e.sqlstate() != "57014") throw; // lock or statement took too long
        refuse_second(layout);
    }
}

table_state ready_tables(database::postgres_connection& db, table_layout const& layout,
                         table_settings const& settings, std::string const& mark) {
    db.run("BEGIN");
    // Exports of two tables may begin at once, and would both make the table of exports.
    db.run("SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('muster exports ' || "
           "$1::text, 0))",
           {layout.schema});
    auto const table = kind_of(db, layout.quoted_table());
    ready_exports(db, layout);
    found_tables found;
    found.state = state_of(db, layout);
    found.table = table.has_value();
    auto const walk = layout.quoted_walk();
    if (kind_of(db, walk)) found.walk = describe(db, walk).column_names();
    bool const on = goes_on(found, settings.job, mark, layout.shown);

    if (!table) db.run(layout.make_table());
    if (table)
        for (auto const& each : missing_columns(db, layout, *table, settings.migrate))
            db.run(layout.add_column(each));
    if (!is_noted(db, layout, settings) && settings.only_changed) db.run(layout.make_changes());
    if (!on) begin_walk(db, layout, settings, found.walk.has_value());
    make_page(db, layout);
    auto const state = state_of(db, layout).value();
    db.run("COMMIT");
    return state;
}

void look_at_tables(database::postgres_connection& db, table_layout const& layout,
                    table_settings const& settings) {
    auto const table = kind_of(db, layout.quoted_table());
    if (table) missing_columns(db, layout, *table, settings.migrate);
    is_noted(db, layout, settings);
}

} // namespace muster::sink
