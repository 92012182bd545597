#include "spec/parse.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(parse_)

using namespace muster::spec;

namespace {

/// The mistakes as `line:column: pointer: message`, one a line.
std::string mistakes(std::string_view text) {
    return format("", parse(text).mistakes);
}

std::string in(unsigned levels) {
    return "{\"a\":" + std::string(levels, '[') + std::string(levels, ']') + '}';
}

} // namespace

BOOST_AUTO_TEST_CASE(a_json_object_is_read) {
    auto const p = parse(" {\"a\": [1, \"x\"]}\r\n\t");
    BOOST_REQUIRE(p.document);
    BOOST_TEST(boost::json::serialize(*p.document) == R"({"a":[1,"x"]})");
    BOOST_TEST(p.mistakes.empty());
}

BOOST_AUTO_TEST_CASE(syntax_errors_are_placed_and_explained) {
    BOOST_TEST(mistakes("") == ":1:1: is empty; a spec is a JSON object\n");
    BOOST_TEST(mistakes(" \n ") == ":1:1: is empty; a spec is a JSON object\n");
    BOOST_TEST(mistakes("{\"a\": 1,\n}") == ":2:1: is not JSON: remove the comma before this bracket\n");
    BOOST_TEST(mistakes("{\"a\": [1, ]}") == ":1:11: is not JSON: remove the comma before this bracket\n");
    BOOST_TEST(mistakes("{\n // why\n}") == ":2:2: is not JSON: comments are not allowed\n");
    BOOST_TEST(mistakes("{'a': 1}") == ":1:2: is not JSON: strings stand in double quotes\n");
    BOOST_TEST(mistakes("{\"a\": 1\n \"b\": 2}")
               == ":2:2: is not JSON: a comma or colon is missing before this\n");
    BOOST_TEST(mistakes("{\"a\" \"b\"}") == ":1:6: is not JSON: a comma or colon is missing before this\n");
    BOOST_TEST(mistakes("{\"a\": \"x\n\"}")
               == ":1:9: is not JSON: a string does not end on its line; write \\n for a new line\n");
    BOOST_TEST(mistakes("{\"a\": \"\xff\"}")
               == ":1:8: is not JSON: this is not valid UTF-8, or is not in a string\n");
    BOOST_TEST(mistakes("{\"a\": nope}").starts_with(":1:"));
    BOOST_TEST(mistakes("{\"a\": 01}").starts_with(":1:"));
    auto const open = "the text ends in the middle of the spec: a quote or bracket is not closed\n";
    BOOST_TEST(mistakes("{\n\"a\": \"x") == std::string(":2:8: ") + open);
    BOOST_TEST(mistakes("{\"a\": [1") == std::string(":1:9: ") + open);
    BOOST_TEST(mistakes("{}\n{}") == ":2:1: is not JSON: the spec ended before this\n");
    BOOST_TEST(mistakes("{} x") == ":1:4: is not JSON: the spec ended before this\n");
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_spec_is_a_mistake) {
    std::string const text = R"({"a": {"b": [1, -2.5, true, null, "x\n\u00e9"]}, "c": ""})";
    for (std::size_t length = 0; length < text.size(); ++length) {
        auto const p = parse(std::string_view(text).substr(0, length));
        BOOST_TEST(!p.document);
        BOOST_TEST(p.mistakes.size() == 1U);
    }
    BOOST_TEST(parse(text).mistakes.empty());
}

BOOST_AUTO_TEST_CASE(only_an_object_is_a_spec) {
    for (auto const* const text : {"[]", "1", "\"x\"", "null", "[{}]"}) {
        BOOST_TEST(mistakes(text) == ":1:1: must be an object: { ... }\n");
    }
}

BOOST_AUTO_TEST_CASE(a_key_that_stands_twice_is_a_mistake_and_reading_goes_on) {
    auto const p = parse("{\"a\": 1,\n \"a\": 2}");
    BOOST_TEST(format("f", p.mistakes) == "f:2:2: /a: this key stands here twice\n");
    BOOST_REQUIRE(p.document);
}

BOOST_AUTO_TEST_CASE(depth_and_length_are_limited) {
    BOOST_TEST(mistakes(in(31)) == "");
    BOOST_TEST(mistakes(in(32)) == ":1:37: is nested too deep; 32 levels are allowed\n");
    BOOST_TEST(mistakes(std::string(100'000, '[')).find("nested too deep") != std::string::npos);
    std::string const longest = "{}" + std::string((1 << 20) - 2, ' ');
    BOOST_TEST(mistakes(longest) == "");
    BOOST_TEST(mistakes(longest + ' ') == ":1:1: is longer than 1 MiB\n");
}

BOOST_AUTO_TEST_CASE(a_number_that_cannot_be_written_down_again_is_a_mistake) {
    auto const p = parse("{\"a\": [1e308,\n {\"b/c\": -1e309}], \"d\": " + std::string(400, '9') + "}");
    BOOST_TEST(format("f", p.mistakes)
               == "f:2:10: /a/1/b~1c: is too great for a number\nf:2:25: /d: is too great for a number\n");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_no_part_of_the_text) {
    BOOST_TEST(without_mark("\xEF\xBB\xBF{}") == "{}");
    BOOST_TEST(without_mark("{}") == "{}");
    BOOST_TEST(without_mark("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
