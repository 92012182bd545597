#pragma once
#include "core/node.hpp"
#include "source/csv_layout.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace muster::source {

/// Which file rows come from, as a spec says it.
struct rows_settings {
    enum class format { csv, jsonl };
    format what = format::csv;
    std::string file; ///< a path, as it is written; packed by gzip or not
    std::string key;  ///< the column, or the path within the object, that a row is known by
    /// What that key is to the platform: `id`, or its reference, e.g. `email`; empty where it is not said.
    std::string by;
    csv_settings csv; ///< of CSV only
};

/// Reads `{"csv": {"file", "key", "by"?, "delimiter"?, "columns"?, "header"?}}` or
/// `{"jsonl": {"file", "key", "by"?}}`; nullopt, and the mistakes noted, for anything else.
std::optional<rows_settings> read_rows_settings(core::node const& n);

/// A key as it is compared with others: e-mail addresses without regard to case, as the platforms do.
std::string compared_key(rows_settings const& s, std::string_view key);

/// JSON Schemas (2020-12) of what stands under "csv" and under "jsonl".
boost::json::object csv_schema();
boost::json::object jsonl_schema();

} // namespace muster::source
