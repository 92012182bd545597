#include "source/query.hpp"

#include "core/obstacle.hpp"
#include "core/printable.hpp"
#include "core/write_json.hpp"
#include "database/postgres.hpp"
#include "database/postgres_errors.hpp"
#include "database/sqlite.hpp"
#include "source/query_rows.hpp"

#include <chrono>

namespace muster::source {

namespace {

namespace json = boost::json;
using kind = core::obstacle::kind;

constexpr std::chrono::minutes longest_query{10};
constexpr int patience_ms = 10'000; // of a lock that another program holds

std::string as_text(json::value const& v) {
    if (v.is_string()) return std::string(v.get_string());
    std::string text;
    core::write_json(text, v);
    return text;
}

void bind(database::sqlite_statement& statement, int parameter, json::value const& v) {
    if (v.is_int64()) return statement.bind(parameter, v.get_int64());
    if (v.is_double()) return statement.bind(parameter, v.get_double());
    statement.bind(parameter, std::string_view(as_text(v)));
}

void add_cell(query_rows& rows, database::sqlite_statement const& row, int column) {
    using type = database::sqlite_statement::type;
    auto const name = row.name(column);
    switch (row.type_of(column)) {
    case type::null: return;
    case type::integer: return rows.add_json(name, std::to_string(row.number(column)));
    case type::real: return rows.add(name, row.real(column));
    case type::text: return rows.add_text(name, row.text(column));
    case type::blob:
        return rows.refuse(name, "holds bytes that are no text; let the query make a text of them");
    }
}

[[noreturn]] void refuse_change() {
    throw core::obstacle(kind::unfit, "the query must be one statement that changes nothing, and gives rows");
}

std::uint64_t read_sqlite(query_settings const& q, query_rows& rows) {
    database::sqlite_database db(q.sqlite, patience_ms, database::sqlite_database::access::read);
    db.end_statements_after(longest_query);
    database::sqlite_statement statement(db, q.sql);
    if (!statement.only_reads() || statement.columns() == 0) refuse_change();
    if (static_cast<std::size_t>(statement.parameters()) != q.values.size())
        throw core::obstacle(kind::unfit, "the query has " + std::to_string(statement.parameters())
                                              + " parameters, and there are "
                                              + std::to_string(q.values.size()) + " values");
    for (std::size_t i = 0; i < q.values.size(); ++i) bind(statement, static_cast<int>(i) + 1, q.values[i]);
    std::vector<std::string> names;
    for (int i = 0; i < statement.columns(); ++i) names.emplace_back(statement.name(i));
    rows.check(names);
    while (statement.step()) {
        for (int i = 0; i < statement.columns(); ++i) add_cell(rows, statement, i);
        rows.end_row();
    }
    return rows.end();
}

// PostgreSQL's manual, 53.49; the OIDs of types that are built in are fixed
// (src/include/catalog/pg_type.dat).
enum pg_type : unsigned {
    pg_bool = 16,
    pg_int8 = 20,
    pg_int2 = 21,
    pg_int4 = 23,
    pg_json = 114,
    pg_float4 = 700,
    pg_float8 = 701,
    pg_numeric = 1700,
    pg_jsonb = 3802
};

constexpr std::string_view read_only_transaction = "25006"; // an SQLSTATE

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789+-.e") == text.npos;
}

void add_cell(query_rows& rows, database::postgres_result const& row, int column) {
    constexpr std::size_t exact_digits = 15; // that a double keeps
    if (row.is_null(0, column)) return;
    auto const name = row.name(column);
    auto const text = row.text(0, column);
    switch (row.type(column)) {
    case pg_bool: return rows.add_json(name, text == "t" ? "true" : "false");
    case pg_int8:
    case pg_int2:
    case pg_int4:
    case pg_json:
    case pg_jsonb: return rows.add_json(name, text);
    case pg_float4:
    case pg_float8: return is_number(text) ? rows.add_json(name, text) : rows.add_text(name, text);
    case pg_numeric:
        return is_number(text) && text.size() <= exact_digits ? rows.add_json(name, text)
                                                              : rows.add_text(name, text);
    default: return rows.add_text(name, text);
    }
}

std::uint64_t read_postgres(query_settings const& q, std::string const& address, query_rows& rows) {
    database::postgres_connection connection(
        database::read_postgres_address(address, database::postgres_access::read));
    std::vector<std::string> values;
    for (auto const& v : q.values) values.push_back(as_text(v));
    bool checked = false;
    try {
        connection.query(q.sql, values, [&](database::postgres_result const& row) {
            if (!checked) {
                std::vector<std::string> names;
                for (int i = 0; i < row.columns(); ++i) names.emplace_back(row.name(i));
                rows.check(names);
                checked = true;
            }
            if (row.rows() == 0) return;
            for (int i = 0; i < row.columns(); ++i) add_cell(rows, row, i);
            rows.end_row();
        });
    } catch (database::postgres_error const& e) {
        if (e.sqlstate() == read_only_transaction || e.sqlstate() == database::no_rows_state) refuse_change();
        if (e.what_kind() != kind::unfit) throw;
        throw core::obstacle(kind::unfit, "the query cannot be run: " + e.reason());
    }
    return rows.end();
}

} // namespace

std::uint64_t read_query(query_settings const& q, std::string const& address, std::string const& needed,
                         std::function<void(std::string_view)> const& write) {
    query_rows rows(needed, write);
    return q.of_postgres() ? read_postgres(q, address, rows) : read_sqlite(q, rows);
}

} // namespace muster::source
