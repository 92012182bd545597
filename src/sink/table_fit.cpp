#include "sink/table_fit.hpp"

#include "core/ascii.hpp"
#include "core/printable.hpp"
#include "sink/sink.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace muster::sink {
namespace {

using core::cell_form;

bool one_of(std::string_view type, std::span<std::string_view const> types) {
    return std::ranges::find(types, type) != types.end();
}

constexpr std::array<std::string_view, 3> pg_texts{"text", "character varying", "citext"};
constexpr std::array<std::string_view, 1> pg_ids{"text"}; // what citext takes for one, the platform does not
constexpr std::array<std::string_view, 5> pg_numbers{"numeric", "double precision", "bigint", "integer",
                                                     "smallint"};
constexpr std::array<std::string_view, 1> pg_booleans{"boolean"};
constexpr std::array<std::string_view, 4> pg_dates{"timestamp with time zone", "timestamp without time zone",
                                                   "text", "character varying"};
constexpr std::array<std::string_view, 4> pg_json{"jsonb", "json", "text", "character varying"};

std::span<std::string_view const> postgres_types(cell_form form) {
    switch (form) {
    case cell_form::text: return pg_texts;
    case cell_form::number: return pg_numbers;
    case cell_form::boolean: return pg_booleans;
    case cell_form::date: return pg_dates;
    case cell_form::json: return pg_json;
    }
    return {};
}

/// What SQLite makes of values, by the type of their column (sqlite.org/datatype3.html, 3.1).
enum class affinity { none, text, numeric, integer, real };

affinity affinity_of(std::string_view declared) {
    auto const type = core::lower_ascii(declared);
    auto const has = [&](std::string_view part) { return type.find(part) != type.npos; };
    if (has("int")) return affinity::integer;
    if (has("char") || has("clob") || has("text")) return affinity::text;
    if (type.empty() || has("blob")) return affinity::none;
    if (has("real") || has("floa") || has("doub")) return affinity::real;
    return affinity::numeric;
}

bool sqlite_holds(cell_form form, std::string_view declared, bool strict) {
    auto it = affinity_of(declared);
    if (strict && it == affinity::none) return false;                        // a BLOB, which takes no text
    if (strict && core::lower_ascii(declared) == "any") it = affinity::none; // which keeps all as it is
    switch (form) {
    case cell_form::text: // a text of digits would become a number in others, and lose its zeros
    case cell_form::json: return it == affinity::text || it == affinity::none;
    case cell_form::number: return it != affinity::text;
    case cell_form::boolean: return it != affinity::text && it != affinity::real;
    case cell_form::date:
        return it == affinity::text || it == affinity::none || (it == affinity::numeric && !strict);
    }
    return false;
}

std::string mend_type(table_layout const& wanted, table_column const& c) {
    auto const table = "ALTER TABLE " + wanted.quoted_table();
    auto const name = quote_name(c.name);
    auto const type = std::string(column_type(c.form, wanted.words));
    if (wanted.words == dialect::postgres)
        return table + " ALTER COLUMN " + name + " TYPE " + type + " USING " + name + "::" + type;
    // SQLite cannot change a type: the old column stays beside the new one.
    return table + " RENAME COLUMN " + name + " TO " + quote_name(c.name + "_old") + "; "
           + wanted.add_column(c);
}

} // namespace

std::vector<std::string> found_table::column_names() const {
    std::vector<std::string> names;
    for (auto const& each : columns) names.push_back(each.name);
    return names;
}

bool holds(cell_form form, found_table const& table, std::string_view type, dialect words) {
    if (words == dialect::postgres) return one_of(type, postgres_types(form));
    return sqlite_holds(form, type, table.is_strict);
}

namespace {

bool same_name(std::string_view a, std::string_view b, dialect words) {
    return words == dialect::sqlite ? core::lower_ascii(a) == core::lower_ascii(b) : a == b;
}

/// No row could be put into a table that wants values which the export does not have.
void find_wants(table_layout const& wanted, found_table const& found, table_fit& fit) {
    for (auto const& each : found.columns) {
        auto const is_this = [&](auto const& c) { return same_name(c.name, each.name, wanted.words); };
        if (!each.wants_value || std::ranges::any_of(wanted.columns, is_this)) continue;
        auto const what =
            "its column " + core::quoted(each.name) + " must have a value, and the export gives it none";
        if (wanted.words == dialect::postgres)
            fit.flaws.push_back({what, "ALTER TABLE " + wanted.quoted_table() + " ALTER COLUMN "
                                           + quote_name(each.name) + " DROP NOT NULL"});
        else // which takes a NOT NULL away with the column only
            fit.flaws.push_back({what + " (give it one, or name another table)", ""});
    }
}

} // namespace

table_fit compare(table_layout const& wanted, found_table const& found) {
    bool const sqlite = wanted.words == dialect::sqlite;
    table_fit fit;
    for (auto const& each : wanted.columns) {
        bool const is_id = &each == &wanted.columns.front();
        auto const there = std::ranges::find_if(
            found.columns, [&](auto const& c) { return same_name(c.name, each.name, wanted.words); });
        if (there == found.columns.end()) {
            fit.missing.push_back(each);
            continue;
        }
        bool const fits = is_id && !sqlite ? one_of(there->type, pg_ids) || there->type == "character varying"
                                           : holds(each.form, found, there->type, wanted.words);
        if (fits) continue;
        auto const type = there->type.empty() ? "no type" : "the type " + core::printable(there->type);
        fit.flaws.push_back({"its column " + core::quoted(each.name) + " has " + type
                                 + ", which does not keep "
                                 + (each.form == cell_form::text      ? "texts"
                                    : each.form == cell_form::number  ? "numbers"
                                    : each.form == cell_form::boolean ? "true and false"
                                    : each.form == cell_form::date    ? "dates with their time"
                                                                      : "JSON")
                                 + " as they are",
                             mend_type(wanted, each)});
    }
    find_wants(wanted, found, fit);
    if (!found.ids_are_unique)
        fit.flaws.push_back({"nothing makes its column \"id\" unique", wanted.make_ids_unique()});
    return fit;
}

namespace {

void refuse_misfit(table_layout const& wanted, table_fit const& fit) {
    if (fit.missing.empty() && fit.flaws.empty()) return;
    std::string what, mend;
    auto const add = [&](std::string const& flaw, std::string const& statement) {
        what += (what.empty() ? "" : "; ") + flaw;
        if (!statement.empty()) mend += (mend.empty() ? "" : " ") + statement + ";";
    };
    for (auto const& each : fit.missing)
        add("it has no column " + core::quoted(each.name), wanted.add_column(each));
    for (auto const& each : fit.flaws) add(each.what, each.mend);
    throw core::obstacle(
        core::obstacle::kind::unfit,
        "the table " + wanted.shown + " does not fit this export: " + what
            + (fit.flaws.empty() ? ". Begin a job that says \"migrate\": true in its \"export\", which adds "
                                   "what is missing, or do it yourself: "
               : mend.empty()    ? ""
                                 : ". This mends it: ")
            + mend);
}

} // namespace

void refuse_other_kind(table_layout const& wanted, std::string const& kind) {
    if (kind != "table")
        throw core::obstacle(core::obstacle::kind::unfit,
                             "the table " + wanted.shown + " is a " + kind
                                 + " of the database: name another, and begin a new job");
}

std::vector<table_column> columns_to_add(table_layout const& wanted, found_table const& found, bool migrate) {
    auto const fit = compare(wanted, found);
    if (!migrate || !fit.flaws.empty()) refuse_misfit(wanted, fit);
    return fit.missing;
}

void refuse_gap(table_layout const& wanted) {
    throw core::obstacle(
        core::obstacle::kind::unfit,
        "what this export changes in " + wanted.shown + " would be missing from " + wanted.changes()
            + ", which others follow: say \"mode\": \"changed\" (with \"fullEvery\", columns are "
              "compared one by one now and then), or drop that table");
}

} // namespace muster::sink
