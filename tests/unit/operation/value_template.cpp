#include "operation/value_template.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(value_template_)

using namespace muster;
using namespace muster::operation;

namespace {

struct compiled {
    value_template value;
    core::problems found;
};

compiled compile(std::string_view text, bool as_text = false) {
    auto const source = boost::json::parse(text);
    compiled c;
    core::node const n(source, "/v", c.found);
    c.value = as_text ? value_template::read_text(n) : value_template::read(n);
    return c;
}

std::string fill(compiled const& c, std::string_view member) {
    auto const filled = c.value.fill(boost::json::parse(member).as_object());
    if (auto const* const why = std::get_if<impossible>(&filled)) return "impossible: " + why->code;
    return boost::json::serialize(std::get<boost::json::value>(filled));
}

std::string fill(std::string_view text, std::string_view member) {
    return fill(compile(text), member);
}

} // namespace

BOOST_AUTO_TEST_CASE(values_without_placeholders_are_constant_at_any_depth) {
    for (auto const* const text :
         {"null", "true", "1", "\"x\"", "{}", "[]", R"([1,["a",{"b":{"c":null}}]])"}) {
        auto const c = compile(text);
        BOOST_TEST(c.value.constant());
        BOOST_TEST(fill(c, "{}") == text);
    }
    BOOST_TEST(fill(R"({"a": ["{{{{x}}"]})", "{}") == R"({"a":["{{x}}"]})");
    BOOST_TEST(compile(R"({"a": ["{{{{x}}"]})").value.constant());
}

BOOST_AUTO_TEST_CASE(a_sole_placeholder_takes_over_the_type) {
    auto const* const member =
        R"({"n": 7, "d": 0.5, "t": true, "z": null, "s": "x", "l": [1], "o": {"k": {}}})";
    BOOST_TEST(fill("\"{{n}}\"", member) == "7");
    BOOST_TEST(fill("\"{{t}}\"", member) == "true");
    BOOST_TEST(fill("\"{{z}}\"", member) == "null");
    BOOST_TEST(fill("\"{{s}}\"", member) == "\"x\"");
    BOOST_TEST(fill("\"{{l}}\"", member) == "[1]");
    BOOST_TEST(fill("\"{{o}}\"", member) == R"({"k":{}})");
    BOOST_TEST(fill("\"{{ n }}\"", member) == "7");
}

BOOST_AUTO_TEST_CASE(any_other_string_is_text) {
    BOOST_TEST(fill("\"{{n}} \"", R"({"n": 7})") == "\"7 \"");
    BOOST_TEST(fill("\"{{n}}{{n}}\"", R"({"n": 7})") == "\"77\"");
    BOOST_TEST(fill("\"n{{o}}\"", R"({"o": {}})") == "impossible: not-text");
}

BOOST_AUTO_TEST_CASE(read_text_makes_text_of_a_sole_placeholder) {
    BOOST_TEST(fill(compile("\"{{n}}\"", true), R"({"n": 7})") == "\"7\"");
    BOOST_TEST(fill(compile("\"{{n}}\"", true), R"({"n": null})") == "impossible: missing-field");
    BOOST_TEST(compile("7", true).found.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_default_of_a_sole_placeholder_is_text_and_stands_in_for_null_too) {
    BOOST_TEST(fill("\"{{n|5}}\"", "{}") == "\"5\"");
    BOOST_TEST(fill("\"{{n|5}}\"", R"({"n": null})") == "\"5\"");
    BOOST_TEST(fill("\"{{n|5}}\"", R"({"n": 1})") == "1");
}

BOOST_AUTO_TEST_CASE(templates_are_filled_in_at_any_depth_and_keys_are_not) {
    BOOST_TEST(fill(R"({"{{a}}": [{"x": "{{a}}"}, "{{b|none}}", 3]})", R"({"a": true})")
               == R"({"{{a}}":[{"x":true},"none",3]})");
}

BOOST_AUTO_TEST_CASE(one_missing_field_makes_the_whole_impossible) {
    for (auto const* const text : {"\"{{b}}\"", R"({"a": {"b": "{{b}}"}})", R"([[["x{{b}}"]]])"}) {
        BOOST_TEST(fill(text, R"({"a": 1})") == "impossible: missing-field");
    }
}

BOOST_AUTO_TEST_CASE(mistakes_are_noted_where_they_stand) {
    auto const c = compile(R"({"a": "{{", "b": ["ok", "{{}}"]})");
    BOOST_REQUIRE(c.found.size() == 2U);
    BOOST_TEST(c.found[0].pointer == "/v/a");
    BOOST_TEST(c.found[1].pointer == "/v/b/1");
}

BOOST_AUTO_TEST_CASE(the_fields_that_it_reads_are_listed) {
    std::vector<std::string> fields;
    compile(R"({"a": "{{x}}", "b": ["{{y.z}} {{w|q}}", 1]})").value.add_fields(fields);
    BOOST_TEST(fields == (std::vector<std::string>{"x", "y.z", "w"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
