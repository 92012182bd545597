#include "core/strict_json.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(strict_json)

using namespace muster;

namespace {

/// The value as it would be written, or `at N: what is wrong`.
std::string read(std::string_view text) {
    auto const found = core::read_strict_json(text);
    if (auto const* const fault = std::get_if<core::json_fault>(&found))
        return "at " + std::to_string(fault->at) + ": " + fault->message;
    return boost::json::serialize(std::get<boost::json::value>(found));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_value_may_stand_between_white_space) {
    BOOST_TEST(read(" {\"a\": [1, -2, true, null, \"\\u00fc:{\"]}\r\n")
               == "{\"a\":[1,-2,true,null,\"\xC3\xBC:{\"]}");
    BOOST_TEST(read("18446744073709551615 ") == "18446744073709551615");
    BOOST_TEST(read("\"\"") == "\"\"");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_has_a_place) {
    BOOST_TEST(read("") == "at 0: the value is not complete");
    BOOST_TEST(read(R"({"a": 1)") == "at 7: the value is not complete");
    BOOST_TEST(read(R"({"a": 1} x)") == "at 9: text behind the value");
    BOOST_TEST(read(R"({"a": 1}{})") == "at 8: text behind the value");
    BOOST_TEST(read("{'a': 1}").starts_with("at 1: this is not JSON ("));
    BOOST_TEST(read(std::string(40, '[')).ends_with("it is nested deeper than 32 objects and lists"));
}

BOOST_AUTO_TEST_CASE(a_key_stands_once_in_an_object) {
    BOOST_TEST(read(R"({"a": {"b": 1}, "b": {"a": 2, "c": [{"a": 3}, {"a": 4}]}})")
               == R"({"a":{"b":1},"b":{"a":2,"c":[{"a":3},{"a":4}]}})");
    BOOST_TEST(read(R"({"a": 1, "b": 2, "a": 3})") == R"(at 17: the key "a" stands twice in an object)");
    BOOST_TEST(read(R"([{"x": {"a\"": ":", "\u0061\"" : 2}}])")
               == R"(at 20: the key "a"" stands twice in an object)");
    BOOST_TEST(read(R"({"": 1, "": 1})") == R"(at 8: the key "" stands twice in an object)");
}

BOOST_AUTO_TEST_CASE(no_number_loses_anything_that_matters) {
    BOOST_TEST(read(R"({"a": 1e400})") == "at 0: it holds a number that is too large");
    BOOST_TEST(read(R"(["18446744073709551616", 18446744073709551616])")
               == "at 25: this number has more digits than are kept: write it as a text");
    BOOST_TEST(read("-9223372036854775809")
               == "at 0: this number has more digits than are kept: write it as a text");
    BOOST_TEST(read("-9223372036854775808") == "-9223372036854775808");
    BOOST_TEST(read("[1e300, 12345678901234567890.5]").starts_with("[1E300,")); // nobody's id
}

BOOST_AUTO_TEST_SUITE_END()
