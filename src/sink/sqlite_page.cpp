#include "sink/sqlite_page.hpp"

#include "core/write_json.hpp"
#include "sink/sqlite_tables.hpp"

#include <limits>

namespace muster::sink {

namespace json = boost::json;

namespace {

/// Puts a cell into a statement as its column keeps it.
void bind_cell(database::sqlite_statement& statement, int parameter, json::value const& cell,
               table_column const& column) {
    bool const as_text = column.form == core::cell_form::text || column.form == core::cell_form::json;
    if (cell.is_null()) return statement.bind_null(parameter);
    if (cell.is_string() && column.form != core::cell_form::json)
        return statement.bind(parameter, std::string_view(cell.get_string()));
    if (as_text || cell.is_structured() || cell.is_string()) {
        std::string text;
        core::write_json(text, cell);
        return statement.bind(parameter, text);
    }
    if (cell.is_bool()) return statement.bind(parameter, std::int64_t{cell.get_bool()});
    if (cell.is_double()) return statement.bind(parameter, cell.get_double());
    if (cell.is_int64()) return statement.bind(parameter, cell.get_int64());
    if (cell.get_uint64() > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
        throw database::sqlite_refusal("in the column \"" + column.name + "\", "
                                       + std::to_string(cell.get_uint64())
                                       + " is beyond SQLite's whole numbers");
    statement.bind(parameter, static_cast<std::int64_t>(cell.get_uint64()));
}

std::string put_statement(table_layout const& l) {
    std::string values;
    for (std::size_t i = 1; i <= l.columns.size(); ++i) values += (i > 1 ? ", ?" : "?") + std::to_string(i);
    return "INSERT INTO " + l.quoted_table() + " (" + l.column_list() + ") VALUES (" + values
           + ") ON CONFLICT " + l.put_over();
}

std::string look_statement(table_layout const& l, bool compares) {
    std::string same = "_muster_hash IS ?2";
    auto parameter = 3;
    if (compares)
        for (std::size_t i = 0; i < l.cells.size(); ++i)
            same += " AND " + quote_name(l.columns[i + 1].name) + " IS ?" + std::to_string(parameter++);
    return "SELECT deleted_at IS NOT NULL, " + same + " FROM " + l.quoted_table() + " WHERE id = ?1";
}

} // namespace

sqlite_page::sqlite_page(database::sqlite_database& db, table_layout const& layout,
                         table_settings const& settings, bool compares)
    : layout_(layout),
      settings_(settings),
      compares_(compares),
      hash_(layout),
      put_(db, put_statement(layout)),
      look_(db, look_statement(layout, compares)) {
    if (settings.only_changed)
        note_.emplace(db, "INSERT INTO " + layout.quoted_changes() + " (id, change, at, job) VALUES (?1, ?2, "
                              + std::string(sqlite_now) + ", ?3)");
}

bool sqlite_page::put(row const& r) {
    auto const hash = hash_(r.cells);
    std::optional<standing> there;
    if (note_) there = look(r, hash);
    if (there && there->same && !there->deleted) return false;
    auto const behind = static_cast<int>(layout_.cells.size()) + 2;
    put_.bind(1, r.id);
    bind_cells(put_, 2, r);
    put_.bind_null(behind);
    put_.bind(behind + 1, hash);
    put_.run();
    if (note_) note(r.id, !there ? "inserted" : there->deleted ? "returned" : "updated");
    return true;
}

void sqlite_page::bind_cells(database::sqlite_statement& statement, int first, row const& r) {
    for (std::size_t i = 0; i < layout_.cells.size(); ++i)
        bind_cell(statement, first++, *r.cells[layout_.cells[i]], layout_.columns[i + 1]);
}

std::optional<sqlite_page::standing> sqlite_page::look(row const& r, std::string_view hash) {
    look_.bind(1, r.id);
    look_.bind(2, hash);
    if (compares_) bind_cells(look_, 3, r);
    if (!look_.step()) return std::nullopt;
    standing const there{look_.number(0) != 0, look_.number(1) != 0};
    look_.reset();
    return there;
}

void sqlite_page::note(std::string_view id, std::string_view change) {
    note_->bind(1, id);
    note_->bind(2, change);
    note_->bind(3, settings_.job);
    note_->run();
}

} // namespace muster::sink
