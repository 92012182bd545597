#pragma once
#include "database/sqlite.hpp"
#include "sink/row_hash.hpp"
#include "sink/sink.hpp"
#include "sink/table_layout.hpp"

#include <optional>
#include <string_view>

namespace muster::sink {

/// Puts rows into the table, within a transaction that is open. Throws core::obstacle, and
/// database::sqlite_refusal.
class sqlite_page {
public:
    /// All outlive it. `compares` = as in table_state.
    sqlite_page(database::sqlite_database& db, table_layout const& layout, table_settings const& settings,
                bool compares);

    /// False: the row stood there just so, and was not written.
    bool put(row const& r);

private:
    /// What is known of a row that stands there.
    struct standing {
        bool deleted = false;
        bool same = false;
    };
    std::optional<standing> look(row const& r, std::string_view hash);
    /// Puts the cells into the statement, from that parameter on.
    void bind_cells(database::sqlite_statement& statement, int first, row const& r);
    void note(std::string_view id, std::string_view change);

    table_layout const& layout_;
    table_settings const& settings_;
    bool compares_;
    row_hash hash_;
    database::sqlite_statement put_, look_;
    std::optional<database::sqlite_statement> note_; // none unless changes are noted
};

} // namespace muster::sink
