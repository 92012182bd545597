#include "sink/row_text.hpp"

#include "cells.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(row_text)

using namespace muster;
using tests::views_of;
namespace json = boost::json;

namespace {

/// The row of these cells, an array of JSON.
std::string csv(char const* cells, sink::csv_style const& style = {}) {
    auto const all = json::parse(cells).as_array();
    std::string text;
    sink::append_csv(text, views_of(all), style);
    return text;
}

std::string jsonl(std::vector<std::string> const& names, char const* cells) {
    auto const all = json::parse(cells).as_array();
    std::string text;
    sink::append_jsonl(text, names, views_of(all));
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_has_to_be_quoted_in_csv) {
    BOOST_TEST(csv(R"(["a", "b c", 1, 0.5, true, null])") == "a,b c,1,0.5,true,\n");
    BOOST_TEST(csv(R"(["", null, "x"])") == "\"\",,x\n");
    BOOST_TEST(csv(R"(["a,b", "a;b", "a\"b", "a\nb", "a\rb"])")
               == "\"a,b\",a;b,\"a\"\"b\",\"a\nb\",\"a\rb\"\n");
    BOOST_TEST(csv(R"([" a", "a ", "\ta"])") == "\" a\",\"a \",\"\ta\"\n");
    BOOST_TEST(csv(R"([["x", 1], {"a": "b"}, []])") == "\"[\"\"x\"\",1]\",\"{\"\"a\"\":\"\"b\"\"}\",[]\n");
}

BOOST_AUTO_TEST_CASE(the_delimiter_decides_too) {
    BOOST_TEST(csv(R"(["a,b", "a;b"])", {';'}) == "a,b;\"a;b\"\n");
    BOOST_TEST(csv(R"([1.5, 2])", {'.'}) == "\"1.5\".2\n");
}

BOOST_AUTO_TEST_CASE(what_a_spreadsheet_would_take_for_a_formula) {
    auto const* const cells = R"(["=A1", "+1", "-1", "@x", "\tx", "'x", "x=1", "", -1, null])";
    BOOST_TEST(csv(cells) == "=A1,+1,-1,@x,\"\tx\",'x,x=1,\"\",-1,\n");
    BOOST_TEST(csv(cells, {',', false, true}) == "'=A1,'+1,'-1,'@x,'\tx,''x,x=1,\"\",-1,\n");
}

BOOST_AUTO_TEST_CASE(a_row_that_holds_nothing_is_a_line_all_the_same) {
    BOOST_TEST(csv("[null]") == "\"\"\n");
    BOOST_TEST(csv("[null, null]") == ",\n");
}

BOOST_AUTO_TEST_CASE(the_header) {
    std::string text;
    sink::append_csv_header(text, {"id", "a,b"}, {',', true});
    BOOST_TEST(text == "\xEF\xBB\xBFid,\"a,b\"\n");
}

BOOST_AUTO_TEST_CASE(objects_a_line) {
    BOOST_TEST(jsonl({"id", "n"}, R"(["a", 0.5])") == "{\"id\":\"a\",\"n\":0.5}\n");
    BOOST_TEST(jsonl({}, R"([{"whole": ["x"]}])") == "{\"whole\":[\"x\"]}\n");
}

BOOST_AUTO_TEST_SUITE_END()
