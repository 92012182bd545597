#include "source/query_source.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace source_of_queries {

using namespace muster;

namespace {

std::optional<source::rows_settings> settings_of(std::string const& text, bool of_postgres = false) {
    auto const value = boost::json::parse(text);
    core::problems found;
    auto read = source::read_query_source(core::node(value, "", found), of_postgres);
    BOOST_TEST(found.empty());
    return read;
}

std::string mistakes_in(std::string const& text, bool of_postgres = false) {
    auto const value = boost::json::parse(text);
    core::problems found;
    source::read_query_source(core::node(value, "", found), of_postgres);
    std::string all;
    for (auto const& p : found) all += p.pointer + ": " + p.message + "\n";
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(source_of_queries)

BOOST_AUTO_TEST_CASE(a_query_is_rows_of_json_lines) {
    auto const s =
        settings_of(R"({"file": "crm.db", "query": "SELECT 1", "key": "email", "by": "email", "match": "walk",
                        "values": ["a", 2, 0.5]})")
            .value();
    BOOST_TEST((s.what == source::rows_settings::format::jsonl));
    BOOST_TEST(s.is_spooled());
    BOOST_TEST(s.query->sqlite == "crm.db");
    BOOST_TEST(!s.query->of_postgres());
    BOOST_TEST(s.query->sql == "SELECT 1");
    BOOST_TEST(boost::json::serialize(s.query->values) == R"(["a",2,5E-1])");
    BOOST_TEST((s.match == source::rows_settings::way::walk));
    auto const p =
        settings_of(R"({"address": {"env": "DB"}, "query": "SELECT 1", "key": "id"})", true).value();
    BOOST_TEST(p.query->of_postgres());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_told_with_its_place) {
    BOOST_TEST(mistakes_in(R"({"file": "crm.db", "key": "id"})") == ": \"query\" is missing\n");
    BOOST_TEST(mistakes_in(R"({"query": "SELECT 1", "key": "id"})") == ": \"file\" is missing\n");
    BOOST_TEST(mistakes_in(R"({"file": "", "query": "SELECT 1", "key": "id"})").starts_with("/file: "));
    BOOST_TEST(mistakes_in(R"({"file": "a", "query": "SELECT 1", "key": "id", "values": {}})")
               == "/values: must be a list of texts and numbers, one for each parameter of the query\n");
    BOOST_TEST(mistakes_in(R"({"file": "a", "query": "SELECT 1", "key": "id", "values": ["a", null]})")
               == "/values/1: must be a text or a number\n");
    BOOST_TEST(mistakes_in(R"({"file": "a", "query": "SELECT 1\u0000 WHERE 0", "key": "id"})")
               == "/query: holds a NUL\n");
    BOOST_TEST(mistakes_in(R"({"file": "a", "query": "SELECT ?", "key": "id", "values": ["a\u0000b"]})")
               == "/values/0: holds a NUL\n");
    BOOST_TEST(mistakes_in(R"({"file": "a", "query": "SELECT 1", "key": "id", "delimiter": ";"})")
                   .starts_with("/delimiter: unknown key"));
    BOOST_TEST(mistakes_in(R"({"file": "a", "query": "SELECT 1", "key": "id"})", true)
                   .starts_with("/file: unknown key"));
}

BOOST_AUTO_TEST_CASE(the_schemas_name_every_setting) {
    auto const sqlite = source::sqlite_source_schema();
    auto const postgres = source::postgres_source_schema({});
    for (auto const* const name : {"query", "values", "key", "by", "match"})
        for (auto const* const each : {&sqlite, &postgres})
            BOOST_TEST(each->at("properties").as_object().contains(name));
    BOOST_TEST(boost::json::serialize(sqlite.at("required")) == R"(["file","query","key"])");
    BOOST_TEST(boost::json::serialize(postgres.at("required")) == R"(["address","query","key"])");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_of_queries
