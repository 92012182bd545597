#pragma once
#include "core/node.hpp"
#include "source/csv_layout.hpp"
#include "source/query.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace muster::source {

/// Where rows come from, as a spec says it.
struct rows_settings {
    enum class format { csv, jsonl };
    format what = format::csv;
    /// A path, as it is written; packed by gzip or not. `-` = standard input, which is read into a file
    /// first.
    std::string file;
    static constexpr std::string_view standard_input = "-";
    /// Rows are those of a query, which are written to a file of JSON Lines first.
    std::optional<query_settings> query;
    /// Whether the file is one that was made of what can be read but once.
    [[nodiscard]] bool is_spooled() const { return query || !called.empty() || file == standard_input; }
    std::string called; ///< what such a file is called to people; empty = it is not made yet, or none
    [[nodiscard]] std::string const& name() const { return called.empty() ? file : called; }
    std::string key; ///< the column, or the path within the object, that a row is known by
    /// What that key is to the platform: `id`, or its reference, e.g. `email`; empty where it is not said.
    std::string by;
    /// How the rows of a job that changes members meet these.
    enum class way {
        cheaper, ///< whichever takes fewer requests
        look_up, ///< each is asked for, or as many at once as the platform takes
        walk     ///< the platform's list is read whole
    };
    way match = way::cheaper;
    csv_settings csv; ///< of CSV only
};

/// Reads `{"csv": {"file", "key", "by"?, "match"?, "delimiter"?, "columns"?, "header"?}}` or
/// `{"jsonl": {"file", "key", "by"?, "match"?}}`; nullopt, and the mistakes noted, for anything else.
std::optional<rows_settings> read_rows_settings(core::node const& n);

/// A key as it is compared with others: e-mail addresses without regard to case, as the platforms do.
std::string compared_key(rows_settings const& s, std::string_view key);

// What all settings of files with rows have in common.

/// The text under a key that must be there; empty, and noted, where there is none.
std::string required_text(core::node const& n, std::string_view key);

/// Reads the keys `key`, `by` and `match`, which say what a row is known by and how it meets its member;
/// mistakes are noted.
void read_row_key(core::node const& n, rows_settings& s);
/// JSON Schemas of these. `key` describes what may be one.
void add_row_key_schemas(boost::json::object& properties, std::string_view key);

/// Notes a column that rows cannot be known by, as it tells what became of them (source/remark.hpp). `key` =
/// under which it stands.
void refuse_remark_as_key(core::node const& n, std::string_view key, std::string_view column);

/// Reads the keys `delimiter`, `columns` and `header` of an object; mistakes are noted. `key` = the column
/// that there must be.
void read_csv_settings(core::node const& n, csv_settings& s, std::string const& key);

/// JSON Schemas (2020-12) of what stands under "csv" and under "jsonl".
boost::json::object csv_schema();
boost::json::object jsonl_schema();

} // namespace muster::source
