#pragma once
#include "database/postgres.hpp"
#include "sink/row_hash.hpp"
#include "sink/sink.hpp"
#include "sink/table_layout.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::sink {

/// Puts the rows of pages into the table, within a transaction that is open.
class postgres_page {
public:
    /// All outlive it. `compares` = as in table_state.
    postgres_page(database::postgres_connection& db, table_layout const& layout,
                  table_settings const& settings, bool compares);

    /// Those that the database does not take are in receipt::refused, and all others in the table; the
    /// receipt's mark is left empty. Throws core::obstacle.
    receipt put(std::span<row const> rows);

private:
    /// A row as COPY takes it, or why the database cannot hold it.
    std::optional<std::string> append(std::string& text, row const& r, std::size_t index);
    /// Puts these of the rows, all or those that the database takes.
    void put(std::span<row const> rows, std::span<std::size_t const> which, receipt& done, bool again);
    /// How many rows changed.
    std::uint64_t merge();

    database::postgres_connection& db_;
    table_layout const& layout_;
    table_settings const& settings_;
    row_hash hash_;
    std::string copy_, merge_; // statements
};

} // namespace muster::sink
