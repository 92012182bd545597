#pragma once
#include "database/sqlite.hpp"
#include "sink/row_hash.hpp"
#include "sink/sink.hpp"
#include "sink/table_layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::sink {

/// Puts rows into the table, within a transaction that is open. Throws core::obstacle, and
/// database::sqlite_refusal.
class sqlite_page {
public:
    /// All outlive it. `compares` = as in table_state.
    sqlite_page(database::sqlite_database& db, table_layout const& layout, table_settings const& settings,
                bool compares);

    /// A page begins; that is the time of its changes, as `sqlite_now` gives it.
    void begin(std::string at) { at_ = std::move(at); }
    /// False: the row stood there just so, and was not written. What it views must stay until the notes are
    /// written.
    bool put(row const& r);
    /// Writes the notes of what became of rows that are not written yet; before the transaction ends.
    void write_notes();

private:
    /// What is known of a row that stands there.
    struct standing {
        bool deleted = false;
        bool same = false;
    };
    std::optional<standing> look(row const& r, std::string_view hash);
    /// Whether the row was new. One that stands there stays as it is.
    bool add(row const& r, std::string_view hash);
    void run(database::sqlite_statement& statement, row const& r, std::string_view hash);
    /// Puts the cells into the statement, from that parameter on.
    void bind_cells(database::sqlite_statement& statement, int first, row const& r);
    void note(std::string_view change, std::string_view id);

    database::sqlite_database& db_;
    table_layout const& layout_;
    table_settings const& settings_;
    bool compares_;
    row_hash hash_;
    database::sqlite_statement put_, add_, look_;
    bool last_was_new_ = true; // and so the next will be: it is added without a look at what stands there
    std::optional<database::sqlite_statement> note_; // none unless changes are noted
    std::string at_;
    std::string_view
        change_; // what became of those who are still to be noted, as one: each alone costs twice
    std::vector<std::string_view> noted_;
};

} // namespace muster::sink
