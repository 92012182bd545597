#pragma once
#include "core/node.hpp"
#include "source/rows_settings.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace muster::source {

/// Reads `{"file", "query", "values"?, "key", "by"?, "match"?}` of SQLite, or of PostgreSQL the same with
/// `address` in the place of `file`, which is for the caller to read; nullopt, and the mistakes noted, for
/// anything else.
std::optional<rows_settings> read_query_source(core::node const& n, bool of_postgres);

/// JSON Schemas (2020-12) of these; `address` = of where a secret is kept.
boost::json::object sqlite_source_schema();
boost::json::object postgres_source_schema(boost::json::object address);

} // namespace muster::source
