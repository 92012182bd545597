#include "sink/postgres_page.hpp"

#include "database/postgres_errors.hpp"
#include "sink/copy_text.hpp"
#include "sink/id_list.hpp"
#include "sink/postgres_tables.hpp"

#include <algorithm>
#include <unordered_map>

namespace muster::sink {
namespace {

constexpr std::string_view unfit_value = "unfit-value";

/// The columns that COPY fills: all but `deleted_at`.
std::string filled_columns(table_layout const& l) {
    auto out = std::string(page_order);
    for (auto const& each : l.columns)
        if (each.name != "deleted_at") out += ", " + quote_name(each.name);
    return out;
}

std::string put_statement(table_layout const& l, std::string const& rows) {
    std::string values;
    for (auto const& each : l.columns)
        values += (values.empty() ? "" : ", ") + (each.name == "deleted_at" ? "NULL" : quote_name(each.name));
    return "INSERT INTO " + l.quoted_table() + " (" + l.column_list() + ") SELECT " + values + " FROM " + rows
           + " ON CONFLICT " + l.put_over();
}

/// Whether a row that stands there is another than the new one.
std::string differs(table_layout const& l, bool compares) {
    std::string out = "t._muster_hash IS DISTINCT FROM r._muster_hash";
    if (!compares) return out;
    for (std::size_t i = 1; i <= l.cells.size(); ++i) {
        auto const& column = l.columns[i];
        // The type json has no equality.
        auto const name = quote_name(column.name) + (column.form == core::cell_form::json ? "::text" : "");
        out += " OR t." + name + " IS DISTINCT FROM r." + name;
    }
    return out;
}

/// Only what changed, with a note of each.
std::string change_statement(table_layout const& l, bool compares) {
    return "WITH fresh AS (SELECT r.*, t.id IS NULL AS _muster_new, t.deleted_at IS NOT NULL AS _muster_gone"
           " FROM pg_temp.muster_page AS r LEFT JOIN "
           + l.quoted_table() + " AS t ON t.id = r.id WHERE t.id IS NULL OR t.deleted_at IS NOT NULL OR "
           + differs(l, compares) + "), put AS (" + put_statement(l, "fresh") + ") INSERT INTO "
           + l.quoted_changes()
           + " (id, change, at, job) SELECT id, CASE WHEN _muster_new THEN 'inserted' WHEN _muster_gone THEN"
             " 'returned' ELSE 'updated' END, pg_catalog.now(), $1::text FROM fresh ORDER BY "
           + std::string(page_order);
}

} // namespace

postgres_page::postgres_page(database::postgres_connection& db, table_layout const& layout,
                             table_settings const& settings, bool compares)
    : db_(db),
      layout_(layout),
      settings_(settings),
      hash_(layout),
      copy_("COPY pg_temp.muster_page (" + filled_columns(layout) + ") FROM STDIN"),
      merge_(settings.only_changed ? change_statement(layout, compares)
                                   : put_statement(layout, "pg_temp.muster_page")) {}

receipt postgres_page::put(std::span<row const> rows) {
    receipt done;
    std::unordered_map<std::string_view, std::size_t> last; // of a member that stands there twice, the later
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (!rows[i].cells.empty()) last[rows[i].id] = i;
    std::vector<std::size_t> which;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].cells.empty()) continue;
        if (last[rows[i].id] == i)
            which.push_back(i);
        else
            ++done.written; // by the later one
    }
    put(rows, which, done, false);
    std::ranges::sort(done.refused, {}, &refusal::index);
    return done;
}

std::optional<std::string> postgres_page::append(std::string& text, row const& r, std::size_t index) {
    constexpr std::string_view nul = "a NUL, which no text of PostgreSQL holds";
    if (!can_hold(r.id)) return "the id has " + std::string(nul);
    for (std::size_t i = 0; i < layout_.cells.size(); ++i)
        if (has_nul(*r.cells[layout_.cells[i]]))
            return "the column " + quote_name(layout_.columns[i + 1].name) + " has " + std::string(nul);
    text += std::to_string(index) + '\t';
    append_copy_field(text, r.id);
    for (std::size_t i = 0; i < layout_.cells.size(); ++i) {
        text += '\t';
        append_copy_cell(text, *r.cells[layout_.cells[i]], layout_.columns[i + 1].form);
    }
    text += '\t' + hash_(r.cells) + '\n';
    return std::nullopt;
}

void postgres_page::put(std::span<row const> rows, std::span<std::size_t const> which, receipt& done,
                        bool again) {
    std::string text;
    std::vector<std::size_t> taken;
    for (auto const i : which) {
        if (auto const why = append(text, rows[i], i))
            done.refused.push_back({i, std::string(unfit_value), *why});
        else
            taken.push_back(i);
    }
    if (taken.empty()) return;
    db_.run("SAVEPOINT muster_rows");
    try {
        if (again) db_.run("DELETE FROM pg_temp.muster_page");
        db_.copy(copy_, text);
        auto const changed = merge();
        db_.run("RELEASE SAVEPOINT muster_rows");
        done.written += changed;
        done.unchanged += taken.size() - changed;
        return;
    } catch (database::postgres_error const& e) {
        if (!database::meaning_of(e.sqlstate()).by_row) throw;
        db_.run("ROLLBACK TO SAVEPOINT muster_rows; RELEASE SAVEPOINT muster_rows");
        if (taken.size() == 1) {
            done.refused.push_back(
                {taken.front(), std::string(unfit_value), "the database does not take it: " + e.reason()});
            return;
        }
    }
    auto const half = taken.size() / 2;
    put(rows, std::span(taken).first(half), done, true);
    put(rows, std::span(taken).subspan(half), done, true);
}

std::uint64_t postgres_page::merge() {
    auto const all = std::vector<std::string>(settings_.only_changed ? 1 : 0, settings_.job);
    return db_.run(merge_, all).changed();
}

} // namespace muster::sink
