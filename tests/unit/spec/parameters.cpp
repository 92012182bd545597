#include "spec/parameters.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(parameters_)

using namespace muster;
using spec::parameters;

namespace {

using unset = spec::parameters::unset;

/// The filled-in document, and the mistakes as `pointer: message`, one a line.
struct result {
    std::string document;
    std::string mistakes;
};

result fill(std::string_view text, spec::settings const& set = {}, unset missing = unset::is_a_mistake) {
    auto const document = boost::json::parse(text).as_object();
    core::problems found;
    parameters p(document, set, missing, std::nullopt, found);
    result r{boost::json::serialize(p.fill()), ""};
    for (auto const& f : found) r.mistakes += (f.at_key ? "key " : "") + f.pointer + ": " + f.message + '\n';
    return r;
}

std::string document(std::string_view text, spec::settings const& set = {}) {
    auto const r = fill(text, set);
    return r.mistakes.empty() ? r.document : r.mistakes;
}

} // namespace

BOOST_AUTO_TEST_CASE(values_are_filled_in_at_any_depth_and_in_keys) {
    BOOST_TEST(document(R"({"a": "${x}", "b": [{"c": "<${x}|${y}>"}], "${x}": {"k${y}": 1}})",
                        {{"x", "X"}, {"y", "Y"}})
               == R"({"a":"X","b":[{"c":"<X|Y>"}],"X":{"kY":1}})");
}

BOOST_AUTO_TEST_CASE(what_is_filled_in_is_not_looked_at_again) {
    BOOST_TEST(document(R"({"a": "${x}"})", {{"x", "${x}$${"}}) == R"({"a":"${x}$${"})");
}

BOOST_AUTO_TEST_CASE(the_declarations_are_left_out_and_the_rest_stays_as_it_is) {
    BOOST_TEST(
        document(
            R"({"n": 1, "parameters": {"x": {"default": "d"}}, "t": [true, null, "$${x}"], "a": "${x}"})")
        == R"({"n":1,"t":[true,null,"${x}"],"a":"d"})");
}

BOOST_AUTO_TEST_CASE(a_declared_kind_converts_what_set_gives) {
    auto const typed = [](std::string const& kind, std::string const& value) {
        return document(R"({"parameters": {"x": {"type": ")" + kind + R"("}}, "a": "${x}", "b": "<${x}>"})",
                        {{"x", value}});
    };
    BOOST_TEST(typed("string", "7") == R"({"a":"7","b":"<7>"})");
    BOOST_TEST(typed("string", "") == R"({"a":"","b":"<>"})");
    BOOST_TEST(typed("number", "7") == R"({"a":7,"b":"<7>"})");
    BOOST_TEST(typed("number", "-0.5") == R"({"a":-5E-1,"b":"<-0.5>"})");
    BOOST_TEST(typed("boolean", "true") == R"({"a":true,"b":"<true>"})");
    BOOST_TEST(typed("boolean", "false") == R"({"a":false,"b":"<false>"})");
    BOOST_TEST(typed("date", "2026-01-31") == R"({"a":"2026-01-31","b":"<2026-01-31>"})");
}

BOOST_AUTO_TEST_CASE(what_set_gives_must_be_of_the_declared_kind) {
    auto const mistake = [](std::string const& kind, std::string const& value) {
        return fill(R"({"parameters": {"x": {"type": ")" + kind + R"("}}, "a": "${x}"})", {{"x", value}})
            .mistakes;
    };
    for (auto const* const bad : {"", "abc", "7x", "true", "\"7\"", "null", "[1]", "1e400"}) {
        BOOST_TEST(mistake("number", bad)
                   == "key /parameters/x: what --set gives for \"x\" must be a number\n");
    }
    for (auto const* const bad : {"", "yes", "True", "1"}) {
        BOOST_TEST(mistake("boolean", bad)
                   == "key /parameters/x: what --set gives for \"x\" must be true or false\n");
    }
    for (auto const* const bad : {"", "yesterday", "2026-13-01", "31.1.2026"}) {
        BOOST_TEST(
            mistake("date", bad)
                .starts_with("key /parameters/x: what --set gives for \"x\" must be an ISO 8601 date"));
    }
}

BOOST_AUTO_TEST_CASE(a_default_keeps_its_type_and_set_wins_over_it) {
    auto const* const text =
        R"({"parameters": {"x": {"type": "number", "default": 3}}, "a": "${x}", "b": "${x}!"})";
    BOOST_TEST(document(text) == R"({"a":3,"b":"3!"})");
    BOOST_TEST(document(text, {{"x", "4"}}) == R"({"a":4,"b":"4!"})");
}

BOOST_AUTO_TEST_CASE(a_parameter_without_a_value_is_noted_once_with_its_description) {
    auto const r =
        fill(R"({"parameters": {"x": {"description": "the plan"}}, "a": ["${x}"], "b": "${x}${y}"})");
    BOOST_TEST(r.mistakes
               == "/a/0: the parameter \"x\" (the plan) has no value; give it with --set x=...\n"
                  "/b: the parameter \"y\" has no value; give it with --set y=...\n");
    BOOST_TEST(fill(R"({"k${x}": 1})").mistakes
               == "key /k${x}: the parameter \"x\" has no value; give it with --set x=...\n");
}

BOOST_AUTO_TEST_CASE(stand_ins_are_of_the_declared_kind_and_known_by_their_places) {
    auto const text =
        R"({"parameters": {"n": {"type": "number"}, "b": {"type": "boolean"}, "d": {"type": "date"}, "k": {}},
                          "a": ["${n}", "${b}", "${d}", "${s}", "fixed"], "${k}": {"x": "${o}"}})";
    auto const source = boost::json::parse(text).as_object();
    core::problems found;
    spec::settings const set{{"k", "K"}};
    parameters p(source, set, unset::is_fine, std::nullopt, found);
    BOOST_TEST(boost::json::serialize(p.fill())
               == R"({"a":[1,true,"2000-01-01","${s}","fixed"],"K":{"x":"${o}"}})");
    BOOST_TEST(found.empty());
    for (auto const* const pointer : {"/a/0", "/a/1", "/a/2", "/a/3", "/K/x"})
        BOOST_TEST(p.is_unknown(pointer));
    for (auto const* const pointer : {"", "/a", "/a/4", "/K"}) BOOST_TEST(!p.is_unknown(pointer));
    BOOST_TEST(p.fill_text("${k}") == "K");
}

BOOST_AUTO_TEST_CASE(a_setting_that_the_spec_does_not_use_is_a_mistake_with_the_nearest_name) {
    BOOST_TEST(fill(R"({"a": "${planId}"})", {{"planId", "p"}, {"planID", "p"}, {"zzz", ""}}).mistakes
               == ": --set names \"planID\", which the spec does not use; did you mean \"planId\"?\n"
                  ": --set names \"zzz\", which the spec does not use; it uses \"planId\"\n");
}

BOOST_AUTO_TEST_CASE(a_setting_for_a_spec_without_parameters_is_a_mistake) {
    BOOST_TEST(fill("{}", {{"x", "1"}}).mistakes
               == ": --set names \"x\", which the spec does not use; it has no parameters\n");
}

BOOST_AUTO_TEST_CASE(a_declaration_without_a_use_is_a_mistake) {
    BOOST_TEST(fill(R"({"parameters": {"x": {"default": "${y}"}}})").mistakes
               == "key /parameters/x: this parameter is used nowhere; write ${x} where its value belongs\n");
}

BOOST_AUTO_TEST_CASE(mistakes_in_declarations_are_noted) {
    auto const declare = [](std::string const& block) {
        return fill(R"({"parameters": )" + block + R"(, "a": "${x}"})", {{"x", "1"}}).mistakes;
    };
    BOOST_TEST(declare("[]").starts_with("/parameters: must be an object"));
    BOOST_TEST(declare(R"({"x": "string"})").starts_with("/parameters/x: must be an object"));
    BOOST_TEST(declare(R"({"x": {"type": "int"}})")
               == "/parameters/x/type: must be \"string\", \"number\", \"boolean\" or \"date\"\n");
    BOOST_TEST(declare(R"({"x": {"type": 1}})").starts_with("/parameters/x/type: must be a string"));
    BOOST_TEST(
        declare(R"({"x": {"description": 1}})").starts_with("/parameters/x/description: must be a string"));
    BOOST_TEST(declare(R"({"x": {"types": "string"}})").starts_with("key /parameters/x/types: unknown key"));
    BOOST_TEST(declare(R"({"x": {"type": "number", "default": "7"}})")
               == "/parameters/x/default: must be a number, as its type says\n");
    BOOST_TEST(declare(R"({"x": {"default": null}})")
               == "/parameters/x/default: must be a string, as its type says\n");
    BOOST_TEST(declare(R"({"x": {"type": "date", "default": "soon"}})")
                   .starts_with("/parameters/x/default: must be an ISO 8601 date"));
    BOOST_TEST(
        declare(R"({"x": {}, "a-b": {}})").starts_with("key /parameters/a-b: must begin with a letter"));
}

BOOST_AUTO_TEST_CASE(malformed_and_colliding_parameters_are_noted_where_they_stand) {
    BOOST_TEST(
        fill(R"({"a": ["${"], "${": 1})").mistakes
        == "/a/0: has ${ without a parameter's name and }; write ${name}, or $${ for the text ${\n"
           "key /${: has ${ without a parameter's name and }; write ${name}, or $${ for the text ${\n");
    BOOST_TEST(fill(R"({"o": {"k": 1, "${x}": 2}})", {{"x", "k"}}).mistakes
               == "key /o/${x}: with its parameters filled in, this key stands here twice\n");
}

BOOST_AUTO_TEST_CASE(an_escaped_document_fills_in_to_itself) {
    auto const source =
        boost::json::parse(R"({"${a}": ["$${b}", {"c": "$${", "d": 1}], "e": "$"})").as_object();
    BOOST_TEST(document(boost::json::serialize(spec::escape_parameters(source)))
               == boost::json::serialize(source));
}

BOOST_AUTO_TEST_SUITE_END()
