#include "source/row.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

BOOST_AUTO_TEST_SUITE(rows_of_any_file)

using namespace muster;
namespace json = boost::json;

BOOST_AUTO_TEST_CASE(a_row_of_csv_has_texts_under_the_names_of_its_columns) {
    std::vector<std::string> const columns{"id", "", "first.name", "empty"};
    std::vector<std::string_view> const cells{"7", "x", "Ann", ""};
    source::row const r({10, 3}, {20, 4}, "7,x,Ann,\r\n", columns, cells);
    auto const find = [&](char const* name) { return r.find(core::path(name)); };
    BOOST_TEST(std::get<std::string_view>(find("id")) == "7");
    BOOST_TEST(std::get<std::string_view>(find("first.name")) == "Ann");
    BOOST_TEST(std::get<std::string_view>(find("empty")) == "");
    BOOST_TEST(std::holds_alternative<std::monostate>(find("name")));
    BOOST_TEST(json::serialize(r.document()) == R"({"id":"7","first.name":"Ann","empty":""})");
    BOOST_TEST(source::without_line_end(r.bytes()) == "7,x,Ann,");
    BOOST_TEST(r.begins().line == 3U);
    BOOST_TEST(r.ends().offset == 20U);
}

BOOST_AUTO_TEST_CASE(a_row_of_json_lines_is_searched_by_paths) {
    auto const value = json::parse(R"({"a": {"b": 1}, "c.d": "e", "f": null})");
    source::row const r({}, {40, 2}, "", value.get_object());
    auto const find = [&](char const* name) { return r.find(core::path(name)); };
    BOOST_TEST(std::get<json::value const*>(find("a.b"))->as_int64() == 1);
    BOOST_TEST(std::get<json::value const*>(find("c.d"))->as_string() == "e");
    BOOST_TEST(std::holds_alternative<std::monostate>(find("f")));
    BOOST_TEST(std::holds_alternative<std::monostate>(find("a.x")));
    BOOST_TEST(r.document() == value.get_object());
}

BOOST_AUTO_TEST_CASE(what_became_of_a_row_before_is_no_part_of_it) {
    std::vector<std::string> const columns{"_muster_code", "id", "_muster_more"};
    std::vector<std::string_view> const cells{"x", "7", ""};
    source::row const csv({}, {20, 2}, "x,7,\n", columns, cells);
    BOOST_TEST(json::serialize(csv.document()) == R"({"id":"7"})");
    auto const value = json::parse(R"({"_muster_outcome": "done", "id": 7, "x": {"_muster_y": 1}})");
    source::row const lines({}, {40, 2}, "", value.get_object());
    BOOST_TEST(json::serialize(lines.document()) == R"({"id":7,"x":{"_muster_y":1}})");
}

BOOST_AUTO_TEST_SUITE_END()
