#include "source/query_source.hpp"

#include <boost/json/array.hpp>

namespace muster::source {

namespace {

namespace json = boost::json;

constexpr std::string_view sqlite_example =
    R"({"file": "crm.db", "query": "SELECT email, points FROM people", "key": "email"})";
constexpr std::string_view postgres_example =
    R"({"address": {"env": "DATABASE_URL"}, "query": "SELECT email, points FROM people", "key": "email"})";

/// A database would take it for the end.
void refuse_nul(core::node const& n, std::string_view text) {
    if (text.find('\0') != text.npos) n.fail("holds a NUL");
}

json::array read_values(core::node const& n) {
    auto const* const all = n.value().if_array();
    if (all == nullptr) {
        n.fail("must be a list of texts and numbers, one for each parameter of the query");
        return {};
    }
    for (std::size_t i = 0; i < all->size(); ++i) {
        auto const& v = (*all)[i];
        if (!v.is_string() && !v.is_number()) n.at(i).fail("must be a text or a number");
        if (v.is_string()) refuse_nul(n.at(i), v.get_string());
    }
    return *all;
}

json::object schema_of(json::object properties, std::string_view where) {
    json::object query{{"type", "string"}, {"minLength", 1}};
    query["description"] = "One statement of SQL that changes nothing; each of its rows is a row of the job.";
    properties["query"] = std::move(query);
    json::object values{{"type", "array"},
                        {"items", json::object{{"type", json::array{"string", "number"}}}}};
    values["description"] = "Values for the query's parameters, ? of SQLite and $1, $2 of PostgreSQL.";
    properties["values"] = std::move(values);
    add_row_key_schemas(properties, "The column that a row is known by; no two rows have the same.");
    return {{"type", "object"},
            {"description", "Rows of a query, which is run once, when the job begins."},
            {"properties", std::move(properties)},
            {"required", json::array{where, "query", "key"}},
            {"additionalProperties", false}};
}

} // namespace

std::optional<rows_settings> read_query_source(core::node const& n, bool of_postgres) {
    if (!n.is_object(of_postgres ? postgres_example : sqlite_example)) return std::nullopt;
    n.allow_keys({of_postgres ? "address" : "file", "query", "values", "key", "by", "match"});
    rows_settings s;
    s.what = rows_settings::format::jsonl;
    auto& q = s.query.emplace();
    q.sql = required_text(n, "query");
    if (auto const query = n.get("query")) refuse_nul(*query, q.sql);
    if (!of_postgres) q.sqlite = required_text(n, "file");
    if (auto const values = n.get("values")) q.values = read_values(*values);
    read_row_key(n, s);
    if (q.sql.empty() || s.key.empty() || (!of_postgres && q.sqlite.empty())) return std::nullopt;
    return s;
}

json::object sqlite_source_schema() {
    json::object file{{"type", "string"}, {"minLength", 1}};
    file["description"] = "A SQLite database. A relative path is one from the working directory.";
    return schema_of({{"file", std::move(file)}}, "file");
}

json::object postgres_source_schema(json::object address) {
    address["description"] = "Where the address of a PostgreSQL database is kept, "
                             "postgresql://user:password@host/name; it is a secret.";
    return schema_of({{"address", std::move(address)}}, "address");
}

} // namespace muster::source
