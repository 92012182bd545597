#include "operation/text_template.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(text_template_)

using namespace muster::operation;

namespace {

/// The text for a member, or `impossible: code`, or `mistake`.
std::string fill(std::string_view text, std::string_view member = "{}", encoding encode = nullptr) {
    std::optional<std::string> mistake;
    auto const compiled = text_template::compile(text, mistake);
    if (mistake) return "mistake";
    auto const filled = compiled.fill(boost::json::parse(member).as_object(), encode);
    if (auto const* const why = std::get_if<impossible>(&filled)) return "impossible: " + why->code;
    return std::get<std::string>(filled);
}

text_template compile(std::string_view text) {
    std::optional<std::string> mistake;
    auto compiled = text_template::compile(text, mistake);
    BOOST_REQUIRE(!mistake);
    return compiled;
}

} // namespace

BOOST_AUTO_TEST_CASE(text_without_placeholders_stays_as_it_is) {
    for (auto const* const text : {"", " ", "plain", "{", "}", "}}", "a } b", "{ {x} }", "a|b"}) {
        BOOST_TEST(fill(text) == text);
        BOOST_TEST(compile(text).constant());
    }
}

BOOST_AUTO_TEST_CASE(placeholders_are_replaced_wherever_they_stand) {
    auto const* const member = R"({"a": "A", "b": {"c": "C"}})";
    BOOST_TEST(fill("{{a}}", member) == "A");
    BOOST_TEST(fill("{{b.c}}", member) == "C");
    BOOST_TEST(fill("x{{a}}y{{b.c}}z", member) == "xAyCz");
    BOOST_TEST(fill("{{a}}{{a}}", member) == "AA");
    BOOST_TEST(fill("{{ a }}", member) == "A");
    BOOST_TEST(fill("}}{{a}}}}", member) == "}}A}}");
    BOOST_TEST(fill("{{a}}}", member) == "A}");
}

BOOST_AUTO_TEST_CASE(keys_with_dots_and_spaces_are_found) {
    BOOST_TEST(fill("{{a.b}}", R"({"a.b": "dotted"})") == "dotted");
    BOOST_TEST(fill("{{customFields.first name}}", R"({"customFields": {"first name": "Ann"}})") == "Ann");
}

BOOST_AUTO_TEST_CASE(inserted_text_is_not_a_template_itself) {
    BOOST_TEST(fill("<{{a}}>", R"({"a": "{{b}}", "b": "no"})") == "<{{b}}>");
}

BOOST_AUTO_TEST_CASE(scalars_are_written_out) {
    auto const* const member =
        R"({"i": -7, "u": 18446744073709551615, "d": 1.25, "whole": 3.0, "t": true, "f": false, "e": ""})";
    BOOST_TEST(fill("{{i}}|{{u}}|{{d}}|{{whole}}|{{t}}|{{f}}|{{e}}", member)
               == "-7|18446744073709551615|1.25|3|true|false|");
}

BOOST_AUTO_TEST_CASE(a_missing_field_without_default_is_impossible) {
    BOOST_TEST(fill("{{a}}") == "impossible: missing-field");
    BOOST_TEST(fill("x{{a.b}}", R"({"a": "text"})") == "impossible: missing-field");
    BOOST_TEST(fill("x{{a}}", R"({"a": null})") == "impossible: missing-field");
}

BOOST_AUTO_TEST_CASE(a_default_stands_in_for_what_is_missing_or_null) {
    BOOST_TEST(fill("{{a|friend}}") == "friend");
    BOOST_TEST(fill("Hi {{ a | dear friend }}!", R"({"a": null})") == "Hi dear friend!");
    BOOST_TEST(fill("{{a|friend}}", R"({"a": "Ann"})") == "Ann");
    BOOST_TEST(fill("{{a|friend}}", R"({"a": ""})") == "");
    BOOST_TEST(fill("<{{a|}}>") == "<>");
    BOOST_TEST(fill("{{a|b|c}}") == "b|c");
    BOOST_TEST(fill("{{a|1 } 2}}") == "1 } 2");
}

BOOST_AUTO_TEST_CASE(objects_and_lists_cannot_stand_within_a_text) {
    BOOST_TEST(fill("{{a}}", R"({"a": {}})") == "impossible: not-text");
    BOOST_TEST(fill("{{a|x}}", R"({"a": [1]})") == "impossible: not-text");
}

BOOST_AUTO_TEST_CASE(doubled_braces_are_literal) {
    BOOST_TEST(fill("{{{{") == "{{");
    BOOST_TEST(fill("{{{{a}}", R"({"a": "A"})") == "{{a}}");
    BOOST_TEST(fill("{{{{{{a}}", R"({"a": "A"})") == "{{A");
    BOOST_TEST(compile("{{{{a}}").constant());
}

BOOST_AUTO_TEST_CASE(malformed_placeholders_are_mistakes) {
    for (auto const* const text : {"{{", "{{a", "{{a}", "{{}}", "{{ }}", "{{|x}}", "{{.a}}", "{{a.}}",
                                   "{{a..b}}", "{{{a}}", "{{a{b}}", "{{a {{b}}", "x {{a}} {{"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(fill(text, R"({"a": "A", "b": "B"})") == "mistake");
        }
    }
}

BOOST_AUTO_TEST_CASE(inserted_values_and_defaults_are_encoded_and_literals_are_not) {
    auto const brackets = [](std::string_view v) { return '[' + std::string(v) + ']'; };
    BOOST_TEST(fill("a{{b}}c{{d|e}}", R"({"b": 1})", brackets) == "a[1]c[e]");
}

BOOST_AUTO_TEST_CASE(sole_is_the_placeholder_that_is_all) {
    BOOST_TEST((compile("{{a}}").sole() != nullptr));
    BOOST_TEST((compile("{{a|x}}").sole() != nullptr));
    BOOST_TEST((compile(" {{a}}").sole() == nullptr));
    BOOST_TEST((compile("{{a}}{{a}}").sole() == nullptr));
    BOOST_TEST((compile("a").sole() == nullptr));
    BOOST_TEST((compile("").sole() == nullptr));
}

BOOST_AUTO_TEST_CASE(a_cell_of_a_row_can_be_asked_for_in_a_form) {
    BOOST_TEST(fill("{{row.n|number}}!", R"({"row": {"n": " 12 "}})") == "12!");
    BOOST_TEST(fill("{{row.n|number|0}}!", R"({"row": {"n": ""}})") == "0!");
    BOOST_TEST(fill("{{row.n|number|0}}!", R"({"row": {}})") == "0!");
    BOOST_TEST(fill("{{row.d|date}}", R"({"row": {"d": "2026-01-31"}})") == "2026-01-31T00:00:00.000Z");
    BOOST_TEST(fill("{{row.n|none}}", R"({"row": {"n": null}})") == "none"); // a default, as ever
    BOOST_TEST(fill("{{n|number}}", R"({})") == "number");                   // no cell of a row
    auto const placeholder = *compile("{{row.vip|boolean}}").sole();
    auto const document = boost::json::parse(R"({"row": {"vip": "Yes"}})").as_object();
    BOOST_TEST((std::get<0>(value_of(placeholder, document)) == boost::json::value(true)));
    auto const bad = boost::json::parse(R"({"row": {"vip": "maybe"}})").as_object();
    auto const why = value_of(placeholder, bad);
    BOOST_TEST(std::get<impossible>(why).code == "unfit-cell");
    BOOST_TEST(std::get<impossible>(why).message == "\"row.vip\": `maybe` is not true or false");
}

BOOST_AUTO_TEST_CASE(the_fields_that_it_reads_are_listed) {
    std::vector<std::string> fields;
    compile("x {{a.b}} {{c|d}} {{{{e").add_fields(fields);
    BOOST_TEST(fields == (std::vector<std::string>{"a.b", "c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_message_names_the_field_and_cannot_drive_a_terminal) {
    std::optional<std::string> mistake;
    auto const compiled = text_template::compile("{{a\x1b[2J}}", mistake);
    auto const filled = compiled.fill({});
    auto const& message = std::get<impossible>(filled).message;
    BOOST_TEST(message.find("\"a?[2J\"") != message.npos);
}

BOOST_AUTO_TEST_SUITE_END()
