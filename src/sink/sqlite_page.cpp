#include "sink/sqlite_page.hpp"

#include "core/write_json.hpp"
#include "sink/id_list.hpp"

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

/// `otherwise` = what is done about a row that stands there.
std::string put_row_statement(table_layout const& l, std::string const& otherwise) {
    std::string values;
    for (std::size_t i = 1; i <= l.columns.size(); ++i) values += (i > 1 ? ", ?" : "?") + std::to_string(i);
    return "INSERT INTO " + l.quoted_table() + " (" + l.column_list() + ") VALUES (" + values
           + ") ON CONFLICT " + otherwise;
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
    : db_(db),
      layout_(layout),
      settings_(settings),
      compares_(compares),
      hash_(layout),
      put_(db, put_row_statement(layout, layout.put_over())),
      add_(db, put_row_statement(layout, "(id) DO NOTHING")),
      look_(db, look_statement(layout, compares)) {
    if (settings.only_changed)
        note_.emplace(db, "INSERT INTO " + layout.quoted_changes()
                              + " (id, change, at, job) SELECT value, ?2, ?3, ?4 FROM json_each(?1)");
}

bool sqlite_page::put(row const& r) {
    if (!can_hold(r.id)) throw database::sqlite_refusal("the id has a NUL");
    auto const hash = hash_(r.cells);
    if (!note_) {
        run(put_, r, hash);
        return true;
    }
    bool const tried = last_was_new_;
    if (tried && add(r, hash)) {
        note("inserted", r.id);
        return true;
    }
    auto const there = look(r, hash);
    last_was_new_ = !there;
    if (there && there->same && !there->deleted) return false;
    if (there || !tried) run(put_, r, hash);
    note(!there ? "inserted" : there->deleted ? "returned" : "updated", r.id);
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

bool sqlite_page::add(row const& r, std::string_view hash) {
    run(add_, r, hash);
    return db_.changed() == 1;
}

void sqlite_page::run(database::sqlite_statement& statement, row const& r, std::string_view hash) {
    auto const behind = static_cast<int>(layout_.cells.size()) + 2;
    statement.bind(1, r.id);
    bind_cells(statement, 2, r);
    statement.bind_null(behind);
    statement.bind(behind + 1, hash);
    statement.run();
}

void sqlite_page::note(std::string_view change, std::string_view id) {
    if (change != change_) write_notes();
    change_ = change;
    noted_.push_back(id);
}

void sqlite_page::write_notes() try {
    if (noted_.empty()) return;
    note_->bind(1, write_ids(noted_));
    note_->bind(2, change_);
    note_->bind(3, at_);
    note_->bind(4, settings_.job);
    note_->run();
    noted_.clear();
} catch (database::sqlite_refusal const& e) {
    throw core::obstacle(core::obstacle::kind::unfit, "the table " + layout_.changes()
                                                          + " does not take what became of the members: "
                                                          + e.what() + "; mend that, and begin a new job");
}

} // namespace muster::sink
