#pragma once
#include "sink/column.hpp"
#include "sink/file_sink.hpp"

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace muster::sink {

/// A file, as a spec names it.
struct to_file {
    std::filesystem::path file;
    std::variant<csv_style, jsonl_style> style;
    packing packed = packing::none;
};

/// An export as a spec says it: what of each member, and where to.
struct settings {
    to_file to;
    std::vector<column> columns; ///< never empty
    /// Rows are whole documents, by `columns` that hold just that and have no name.
    bool whole_documents = false;

    /// In a few words: `export email, country to members.csv (CSV)`.
    [[nodiscard]] std::string describe() const;
    /// The dotted paths of the member's document that it reads; a whole document is none of them.
    [[nodiscard]] std::vector<std::string> fields() const;
    /// Whether it reads all that the platform has of a member.
    [[nodiscard]] bool reads_everything() const;
    [[nodiscard]] std::vector<std::string> column_names() const;
};

} // namespace muster::sink
