#include "spec/locations.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(locations_)

using namespace muster::spec;

namespace {

std::string show(position p) {
    return std::to_string(p.line) + ':' + std::to_string(p.column);
}

constexpr std::string_view text = "{\n"
                                  "  \"a\": 1,\n"
                                  "  \"b\" : [ 10, {\"c\": \"x]}\\\"\\\\\"}, [], {} ,null],\r\n"
                                  "\t\"d/e~f\": { \"\\u0067\":true },\n"
                                  "  \"\": -1.5e3\n"
                                  "}\n";

} // namespace

BOOST_AUTO_TEST_CASE(offsets_become_lines_and_columns) {
    BOOST_TEST(show(position_of("", 0)) == "1:1");
    BOOST_TEST(show(position_of("ab", 1)) == "1:2");
    BOOST_TEST(show(position_of("ab", 2)) == "1:3");
    BOOST_TEST(show(position_of("a\nb", 1)) == "1:2");
    BOOST_TEST(show(position_of("a\nb", 2)) == "2:1");
    BOOST_TEST(show(position_of("a\n\n", 3)) == "3:1");
    BOOST_TEST(show(position_of("é\"", 2)) == "1:3"); // columns count bytes
}

BOOST_AUTO_TEST_CASE(every_value_is_found) {
    locations const where(text);
    BOOST_TEST(show(where.of_value("")) == "1:1");
    BOOST_TEST(show(where.of_value("/a")) == "2:8");
    BOOST_TEST(show(where.of_value("/b")) == "3:9");
    BOOST_TEST(show(where.of_value("/b/0")) == "3:11");
    BOOST_TEST(show(where.of_value("/b/1")) == "3:15");
    BOOST_TEST(show(where.of_value("/b/1/c")) == "3:21");
    BOOST_TEST(show(where.of_value("/b/2")) == "3:33");
    BOOST_TEST(show(where.of_value("/b/3")) == "3:37");
    BOOST_TEST(show(where.of_value("/b/4")) == "3:41");
    BOOST_TEST(show(where.of_value("/d~1e~0f")) == "4:11");
    BOOST_TEST(show(where.of_value("/d~1e~0f/g")) == "4:22");
    BOOST_TEST(show(where.of_value("/")) == "5:7");
}

BOOST_AUTO_TEST_CASE(every_key_is_found) {
    locations const where(text);
    BOOST_TEST(show(where.of_key("/a")) == "2:3");
    BOOST_TEST(show(where.of_key("/b/1/c")) == "3:16");
    BOOST_TEST(show(where.of_key("/d~1e~0f/g")) == "4:13");
    BOOST_TEST(show(where.of_key("/")) == "5:3");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_where_it_would_be) {
    locations const where(text);
    BOOST_TEST(show(where.of_value("/d~1e~0f/missing/deeper")) == "4:11");
    BOOST_TEST(show(where.of_key("/b/9")) == "3:9");
    BOOST_TEST(show(where.of_value("/nope")) == "1:1");
}

BOOST_AUTO_TEST_CASE(scalars_alone_and_empty_structures_are_scanned) {
    for (auto const* const whole :
         {"1", " true ", "\"x\"", "[]", "{}", "[ ]", "{ }", "[[[]]]", "[{},[{}]]"}) {
        locations const where(whole);
        BOOST_TEST(where.of_value("").line == 1U);
        BOOST_TEST(where.duplicates().empty());
    }
    BOOST_TEST(show(locations("[{},[{}]]").of_value("/1/0")) == "1:6");
}

BOOST_AUTO_TEST_CASE(keys_that_stand_twice_are_reported_and_the_last_one_counts) {
    locations const where(
        "{\"a\": 1, \"o\": {\"x\": 1, \"\\u0078\": 2},\n \"a\": 3, \"b\": {\"a\": 0}, \"a\": 4}");
    BOOST_REQUIRE(where.duplicates().size() == 3U);
    BOOST_TEST(where.duplicates()[0].pointer == "/o/x");
    BOOST_TEST(show(where.duplicates()[0].at) == "1:24");
    BOOST_TEST(where.duplicates()[1].pointer == "/a");
    BOOST_TEST(show(where.duplicates()[1].at) == "2:2");
    BOOST_TEST(show(where.duplicates()[2].at) == "2:25");
    BOOST_TEST(show(where.of_value("/a")) == "2:30");
}

BOOST_AUTO_TEST_CASE(keys_can_be_renamed) {
    locations const where("{\"${x}\": {\"b\": 1}}",
                          [](std::string_view key) { return key == "${x}" ? "new" : std::string(key); });
    BOOST_TEST(show(where.of_value("/new/b")) == "1:16");
}

BOOST_AUTO_TEST_CASE(pointers_escape_tilde_and_slash) {
    BOOST_TEST(child_pointer("/a", "b~/c") == "/a/b~0~1c");
    BOOST_TEST(child_pointer("", "") == "/");
}

BOOST_AUTO_TEST_SUITE_END()
