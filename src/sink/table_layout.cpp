#include "sink/table_layout.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"
#include "sink/sink.hpp"

#include <algorithm>
#include <set>

namespace muster::sink {
namespace {

constexpr std::string_view id = "id";
constexpr std::string_view deleted_at = "deleted_at";
constexpr std::string_view hash = "_muster_hash";
constexpr std::string_view ours = "_muster_"; // so begins what we name, also within statements

/// PostgreSQL cuts longer names off, in silence (NAMEDATALEN).
constexpr std::size_t longest_of_postgres = 63;

[[noreturn]] void refuse_names(std::string const& why) {
    throw core::obstacle(core::obstacle::kind::unfit, why + "; change the spec, and begin a new job");
}

void check_name(std::string_view name, std::string_view what, dialect words) {
    if (name.empty()) refuse_names("a name of a " + std::string(what) + " is empty");
    if (name.find('\0') != name.npos)
        refuse_names("the name of the " + std::string(what) + " " + core::quoted(name) + " has a NUL in it");
    if (words == dialect::postgres && name.size() > longest_of_postgres)
        refuse_names("PostgreSQL has no names of more than 63 bytes: the " + std::string(what) + " "
                     + core::quoted(name) + " needs a shorter one");
}

/// As the database tells names apart.
std::string told_apart(std::string_view name, dialect words) {
    return words == dialect::sqlite ? core::lower_ascii(name) : std::string(name);
}

} // namespace

std::string quote_name(std::string_view name) {
    std::string out = "\"";
    for (char const c : name) {
        if (c == '"') out += '"';
        out += c;
    }
    return out += '"';
}

std::string_view column_type(core::cell_form form, dialect words) {
    bool const sqlite = words == dialect::sqlite;
    switch (form) {
    case core::cell_form::text: return sqlite ? "TEXT" : "text";
    case core::cell_form::number: return sqlite ? "NUMERIC" : "numeric";
    case core::cell_form::boolean: return sqlite ? "BOOLEAN" : "boolean";
    case core::cell_form::date: return sqlite ? "TEXT" : "timestamptz";
    case core::cell_form::json: return sqlite ? "TEXT" : "jsonb";
    }
    return "text";
}

table_layout::table_layout(table_settings const& settings, dialect its_words)
    : words(its_words),
      shown(settings.table),
      table(settings.table) {
    if (auto const dot = table.find('.'); dot != table.npos) {
        if (words == dialect::sqlite || table.find('.', dot + 1) != table.npos)
            refuse_names(words == dialect::sqlite ? "SQLite has no schemas: the table " + core::quoted(table)
                                                        + " needs a name without a point"
                                                  : "the table " + core::quoted(table)
                                                        + " is to be named `members` or `schema.members`");
        schema = table.substr(0, dot);
        table.erase(0, dot + 1);
        check_name(schema, "schema", words);
    }
    check_name(table, "table", words);
    if (words == dialect::sqlite && core::lower_ascii(table).starts_with("sqlite_"))
        refuse_names("SQLite keeps names that begin with sqlite_ to itself: the table " + core::quoted(table)
                     + " needs another");
    if (told_apart(table, words) == exports())
        refuse_names("muster keeps its own notes in a table muster_exports");
    if (words == dialect::postgres && walk().size() > longest_of_postgres)
        refuse_names("the table " + core::quoted(table)
                     + " needs a name of at most 51 bytes, as muster names others after it");

    columns.push_back({std::string(id), core::cell_form::text});
    std::set<std::string> names;
    for (std::size_t i = 0; i < settings.columns.size(); ++i) {
        auto const& each = settings.columns[i];
        auto const name = told_apart(each.name, words);
        if (name == id) continue;
        check_name(each.name, "column", words);
        if (name == deleted_at || name.starts_with(ours))
            refuse_names("muster keeps a column " + core::quoted(each.name)
                         + " of its own: give the export's another name");
        if (!names.insert(name).second)
            refuse_names(
                "two columns of the export are named " + core::quoted(each.name)
                + (words == dialect::sqlite ? ", as SQLite does not tell letters by their case" : ""));
        cells.push_back(i);
        columns.push_back(each);
    }
    columns.push_back({std::string(deleted_at), core::cell_form::date});
    columns.push_back({std::string(hash), core::cell_form::text});
}

std::string table_layout::quoted(std::string_view name) const {
    return (schema.empty() ? "" : quote_name(schema) + ".") + quote_name(name);
}

std::string table_layout::key() const {
    return told_apart(schema.empty() ? table : schema + "." + table, words);
}

std::string table_layout::make_table() const {
    auto out = "CREATE TABLE " + quoted_table() + " (";
    for (auto const& each : columns) {
        if (&each != &columns.front()) out += ", ";
        out += quote_name(each.name) + " " + std::string(column_type(each.form, words));
        if (each.name == id) out += " NOT NULL PRIMARY KEY";
    }
    return out + ")";
}

std::string table_layout::make_walk() const {
    // Not an unlogged table: PostgreSQL empties these after a crash, and all members would seem to be gone.
    return "CREATE TABLE " + quoted_walk()
           + (words == dialect::sqlite ? " (ids TEXT NOT NULL)" : " (ids text[] NOT NULL)");
}

std::string table_layout::make_changes() const {
    constexpr std::string_view checked =
        " text NOT NULL CHECK (change IN ('inserted', 'updated', 'removed', 'returned')), at ";
    return "CREATE TABLE " + quoted_changes() + " (seq "
           + (words == dialect::sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT"
                                       : "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
           + ", id text NOT NULL, change" + std::string(checked)
           + std::string(column_type(core::cell_form::date, words)) + " NOT NULL, job text NOT NULL)";
}

std::string table_layout::make_exports() const {
    auto const date = std::string(column_type(core::cell_form::date, words));
    return "CREATE TABLE " + quoted_exports()
           + " (table_name text NOT NULL PRIMARY KEY, job text NOT NULL, "
             "batches bigint NOT NULL, begun_at "
           + date + " NOT NULL, written_at " + date + ", finished_at " + date
           + ", removed bigint, withheld bigint, living bigint, examples text, compares bigint, compared_at "
           + date + ")";
}

std::vector<std::string> table_layout::renew_exports(std::vector<std::string> const& its_columns) const {
    std::vector<std::string> all;
    auto const add = [&](std::string_view name, std::string_view type) {
        if (std::ranges::find(its_columns, name) == its_columns.end())
            all.push_back("ALTER TABLE " + quoted_exports() + " ADD COLUMN " + std::string(name) + " "
                          + std::string(type));
    };
    add("compares", "bigint");
    add("compared_at", column_type(core::cell_form::date, words));
    return all;
}

std::string table_layout::begin_export(std::optional<core::duration> full_every) const {
    using std::chrono::seconds;
    std::string due = "0";
    if (full_every) {
        auto const n = std::to_string(std::chrono::duration_cast<seconds>(*full_every).count());
        auto const then = words == dialect::sqlite
                              ? "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-" + n + " seconds')"
                              : "pg_catalog.now() - pg_catalog.make_interval(secs => " + n + ")";
        due = "CASE WHEN e.compared_at > " + then + " THEN 0 ELSE 1 END";
    }
    auto const now = std::string(words == dialect::sqlite ? sqlite_now : "pg_catalog.now()");
    // Of what nobody has exported to yet, all is compared.
    return "INSERT INTO " + quoted_exports()
           + " AS e (table_name, job, batches, begun_at, compares) VALUES ($1, $2, 0, " + now
           + ", 1) ON CONFLICT (table_name) DO UPDATE SET job = excluded.job, batches = 0, begun_at = "
             "excluded.begun_at, written_at = NULL, finished_at = NULL, removed = NULL, withheld = NULL, "
             "living = NULL, examples = NULL, compares = "
           + due;
}

std::string table_layout::remember_comparison() {
    return "compared_at = CASE WHEN compares = 1 THEN begun_at ELSE compared_at END";
}

std::string table_layout::add_column(table_column const& c) const {
    return "ALTER TABLE " + quoted_table() + " ADD COLUMN " + quote_name(c.name) + " "
           + std::string(column_type(c.form, words));
}

std::string table_layout::make_ids_unique() const {
    auto const index = quote_name(table + "_id"); // stands in the schema of its table
    return "CREATE UNIQUE INDEX " + index + " ON " + quoted_table() + " (" + quote_name(id) + ")";
}

std::string table_layout::column_list() const {
    std::string out;
    for (auto const& each : columns) out += (out.empty() ? "" : ", ") + quote_name(each.name);
    return out;
}

std::string table_layout::put_over() const {
    std::string out = "(id) DO UPDATE SET ";
    for (auto i = std::size_t{1}; i < columns.size(); ++i) {
        auto const name = quote_name(columns[i].name);
        out += (i > 1 ? ", " : "") + name + " = excluded." + name;
    }
    return out;
}

} // namespace muster::sink
