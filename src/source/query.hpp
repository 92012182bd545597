#pragma once
#include <boost/json/array.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::source {

/// A query of a database whose rows are those of a job.
struct query_settings {
    std::filesystem::path sqlite; ///< the database; empty = it is PostgreSQL, whose address is a secret
    std::string sql;              ///< one statement that changes nothing
    boost::json::array values;    ///< for its parameters, in their order: texts and numbers
    [[nodiscard]] bool of_postgres() const { return sqlite.empty(); }
};

/// Runs a query and gives its rows as JSON Lines, some at a time: an object a row, by the names of its
/// columns. Numbers, booleans and JSON stay what they are, as far as JSON can tell them; what is NULL is left
/// out, and anything else is a text as the database writes it. Constant memory. `address` = of PostgreSQL.
/// `needed` = a column that there must be. Blocks. Gives the number of rows; throws core::obstacle.
std::uint64_t read_query(query_settings const& q, std::string const& address, std::string const& needed,
                         std::function<void(std::string_view)> const& write);

} // namespace muster::source
