#pragma once
#include "core/time.hpp"
#include "sink/column.hpp"
#include "sink/file_sink.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace muster::sink {

/// A file, as a spec names it.
struct to_file {
    std::filesystem::path file;
    std::variant<csv_style, jsonl_style> style;
    packing packed = packing::none;
    bool partial = false; ///< it has its name while it grows
};

/// A table of a database. A row of a member who is gone is marked as deleted, where the whole list was read.
struct to_table {
    std::filesystem::path file; ///< of SQLite; empty = it is PostgreSQL, whose address is a secret
    std::string table;          ///< `members`, or at PostgreSQL `crm.members`
    bool only_changed = false;  ///< rows that stand there just so are not written again
    std::optional<core::duration> full_every; ///< so often each column is compared; only with `only_changed`
    double max_removals =
        0.1;              ///< no row is marked as deleted if more than this part of them would have to be
    bool migrate = false; ///< columns that it lacks are added
};

/// An export as a spec says it: what of each member, and where to.
struct settings {
    std::variant<to_file, to_table> to;
    std::vector<column> columns; ///< never empty; of a table, each has a form
    /// Rows are whole documents, by `columns` that hold just that and have no name.
    bool whole_documents = false;

    /// In a few words: `export email, country to members.csv (CSV)`.
    [[nodiscard]] std::string describe() const;
    /// The dotted paths of the member's document that it reads; a whole document is none of them.
    [[nodiscard]] std::vector<std::string> fields() const;
    /// The same, but of a list, of whose elements only some fields are read, the paths of these:
    /// `planConnections.planId`.
    [[nodiscard]] std::vector<std::string> fields_in_lists() const;
    /// Whether it reads all that the platform has of a member.
    [[nodiscard]] bool reads_everything() const;
    [[nodiscard]] std::vector<std::string> column_names() const;
};

} // namespace muster::sink
