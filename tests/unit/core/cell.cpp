#include "core/cell.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(cells)

using namespace muster;
using core::cell_form;
namespace json = boost::json;

namespace {

std::string told(std::variant<json::value, core::unfit_cell> const& found) {
    if (auto const* const unfit = std::get_if<core::unfit_cell>(&found)) return unfit->why;
    return json::serialize(std::get<json::value>(found));
}

/// Of a cell of CSV.
std::string text_as(std::string_view word, std::string_view text) {
    return told(core::convert(json::value(text), core::parse_cell_form(word).value()));
}

/// Of a value in JSON Lines.
std::string value_as(std::string_view word, char const* text) {
    auto const value = json::parse(text);
    return told(core::convert(value, core::parse_cell_form(word).value()));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_number_is_one_of_json) {
    BOOST_TEST(text_as("number", "12") == "12");
    BOOST_TEST(text_as("number", " -7 ") == "-7");
    BOOST_TEST(text_as("number", "18446744073709551615") == "18446744073709551615");
    BOOST_TEST(std::get<json::value>(core::convert(json::value("-0.5"), cell_form::number)).as_double()
               == -0.5);
    BOOST_TEST(std::get<json::value>(core::convert(json::value("1e3"), cell_form::number)).as_double()
               == 1000);
    for (std::string const text :
         {"12,5", "+5", "007", ".5", "0x10", "1 000", "inf", "NaN", "true", "\"5\"", "[5]", "5 6"})
        BOOST_TEST(text_as("number", text) == "`" + text + "` is not a number");
    for (std::string const text : {"18446744073709551616", "1e400"})
        BOOST_TEST(text_as("number", text)
                   == "`" + text + "` is not a number that can be kept with all its digits");
    BOOST_TEST(value_as("number", "12") == "12");
    BOOST_TEST(value_as("number", "\"12\"") == "12");
    BOOST_TEST(value_as("number", "true") == "`true` is not a number");
    BOOST_TEST(value_as("number", "{}") == "an object is not a number");
}

BOOST_AUTO_TEST_CASE(a_boolean_is_a_word_of_a_few) {
    for (auto const* const text : {"true", "TRUE", "Yes", "1", " true "})
        BOOST_TEST(text_as("boolean", text) == "true");
    for (auto const* const text : {"false", "No", "0"}) BOOST_TEST(text_as("boolean", text) == "false");
    for (std::string const text : {"ja", "on", "2", "t"})
        BOOST_TEST(text_as("boolean", text) == "`" + text + "` is not true or false");
    BOOST_TEST(value_as("boolean", "false") == "false");
    BOOST_TEST(value_as("boolean", "1") == "true");
    BOOST_TEST(value_as("boolean", "\"no\"") == "false");
    BOOST_TEST(value_as("boolean", "0.1") == "`0.1` is not true or false");
    BOOST_TEST(value_as("boolean", "1e5") == "`100000` is not true or false");
    BOOST_TEST(value_as("boolean", "2") == "`2` is not true or false");
    BOOST_TEST(value_as("boolean", "[1]") == "a list is not true or false");
}

BOOST_AUTO_TEST_CASE(a_date_is_one_of_iso_8601) {
    BOOST_TEST(text_as("date", "2026-01-31") == "\"2026-01-31T00:00:00.000Z\"");
    BOOST_TEST(text_as("date", "2026-01-31T09:05+02:00") == "\"2026-01-31T07:05:00.000Z\"");
    BOOST_TEST(value_as("date", "\"2026-01-31\"") == "\"2026-01-31T00:00:00.000Z\"");
    BOOST_TEST(text_as("date", "31.1.2026")
               == "`31.1.2026` is not a date, e.g. 2026-01-31 or 2026-01-31T09:05:07Z");
    BOOST_TEST(value_as("date", "1769850000").starts_with("`1769850000` is not a date"));
    BOOST_TEST(value_as("date", "{}").starts_with("an object is not a date"));
}

BOOST_AUTO_TEST_CASE(json_is_read_where_it_is_a_text) {
    BOOST_TEST(text_as("json", " {\"a\": [1, null]} ") == "{\"a\":[1,null]}");
    BOOST_TEST(text_as("json", "null") == "null");
    BOOST_TEST(text_as("json", "{a")
               == "`{a` is not JSON that can be used: byte 2: this is not JSON (syntax error)");
    BOOST_TEST(
        text_as("json", R"({"a":1,"a":2})").ends_with(R"(byte 8: the key "a" stands twice in an object)"));
    BOOST_TEST(value_as("json", "{\"a\": 1}") == "{\"a\":1}");
    BOOST_TEST(value_as("json", "\"[1]\"") == "[1]");
}

BOOST_AUTO_TEST_CASE(a_text_stays_as_it_is) {
    BOOST_TEST(text_as("text", " 007 ") == "\" 007 \"");
    BOOST_TEST(value_as("text", "12") == "\"12\"");
    BOOST_TEST(value_as("text", "1.0") == "\"1\"");
    BOOST_TEST(value_as("text", "1.25") == "\"1.25\"");
    BOOST_TEST(value_as("text", "true") == "\"true\"");
    BOOST_TEST(value_as("text", "[\"a\"]") == "a list is not a text");
}

BOOST_AUTO_TEST_CASE(nothing_is_null) {
    for (auto const* const form : {"number", "boolean", "date", "json"}) {
        BOOST_TEST(text_as(form, "") == "null");
        BOOST_TEST(text_as(form, " \t") == "null");
        BOOST_TEST(told(core::convert({}, core::parse_cell_form(form).value())) == "null");
    }
    BOOST_TEST(text_as("text", "") == "\"\"");
    BOOST_TEST(told(core::convert({}, cell_form::text)) == "null");
    BOOST_TEST(!core::parse_cell_form("integer"));
}

BOOST_AUTO_TEST_CASE(messages_are_short_and_drive_no_terminal) {
    auto const why = text_as("number", "\x1B[2J" + std::string(1000, 'x'));
    BOOST_TEST(why.size() < 100U);
    BOOST_TEST(why.starts_with("`?[2Jxxx"));
}

BOOST_AUTO_TEST_SUITE_END()
