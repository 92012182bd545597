#include "spec/read.hpp"

#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(read_)

using namespace muster::spec;
using test::mistakes_of;
using test::text_with;

namespace {

constexpr std::string_view ten_mistakes = R"({
  "name": "Not A Name",
  "descripton": "x",
  "provider": {
    "kind": "memberstak",
    "key": "sk_live_0123456789abcdef",
    "baseUrl": "http://example.com"
  },
  "where": { "customFields.country": { "equal": "Germany" } },
  "operation": { "addPlan": { "planid": "pln_a" } },
  "pace": { "requestsPerSecond": -1, "concurrency": 0 }
}
)";

} // namespace

BOOST_AUTO_TEST_CASE(a_spec_is_a_value_or_mistakes_and_never_both) {
    auto const good = read(text_with(""), {});
    BOOST_TEST(good.value.has_value());
    BOOST_TEST(good.mistakes.empty());
    for (auto const* const text : {"", "{}", "[", "{\"name\": 1}"}) {
        auto const bad = read(text, {});
        BOOST_TEST(!bad.value.has_value());
        BOOST_TEST(!bad.mistakes.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_spec_with_ten_mistakes_lists_ten_each_with_its_place) {
    auto const mistakes = read(ten_mistakes, {}).mistakes;
    std::vector<std::string> places;
    for (auto const& d : mistakes) {
        places.push_back(std::to_string(d.line) + ':' + std::to_string(d.column) + ' ' + d.pointer);
    }
    std::vector<std::string> const expected{
        "2:11 /name",
        "3:3 /descripton",
        "5:13 /provider/kind",
        "6:12 /provider/key",
        "7:16 /provider/baseUrl",
        "9:40 /where/customFields.country/equal",
        "10:29 /operation/addPlan",
        "10:31 /operation/addPlan/planid",
        "11:34 /pace/requestsPerSecond",
        "11:53 /pace/concurrency",
    };
    BOOST_TEST(places == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(unknown_words_come_with_the_nearest_known_one) {
    auto const text = format("f", read(ten_mistakes, {}).mistakes);
    for (auto const* const hint : {"\"description\"?", "\"memberstack\"?", "\"planId\"?"}) {
        BOOST_TEST(text.find(std::string("did you mean ") + hint) != text.npos);
    }
}

BOOST_AUTO_TEST_CASE(mistakes_are_printed_with_file_line_column_and_pointer) {
    BOOST_TEST(format("a.json", {{"/x/y", 2, 7, "is bad"}, {"", 1, 1, "is worse"}})
               == "a.json:2:7: /x/y: is bad\na.json:1:1: is worse\n");
    BOOST_TEST(format("a.json", {}) == "");
}

BOOST_AUTO_TEST_CASE(syntax_errors_and_duplicates_are_mistakes_too) {
    BOOST_TEST(format("f", read("{\n  \"name\": \"n\",\n}", {}).mistakes)
               == "f:3:1: is not JSON: remove the comma before this bracket\n");
    BOOST_TEST(
        mistakes_of(text_with(R"(, "limit": 1, "limit": 0)"))
        == "/limit: this key stands here twice\n/limit: must be a whole number from 1 to 1000000000000\n");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_skipped) {
    BOOST_TEST(read("\xEF\xBB\xBF" + text_with(""), {}).value.has_value());
}

BOOST_AUTO_TEST_CASE(a_key_in_a_spec_is_never_echoed) {
    std::string const key = "sk_live_Zz0123456789";
    auto const at = [&](std::string text) {
        for (auto place = text.find('@'); place != text.npos; place = text.find('@'))
            text.replace(place, 1, key);
        return text;
    };
    for (auto const* const text : {
             R"({"name": "@"})",
             R"({"@": 1})",
             R"({"name": "n", "provider": {"kind": "@", "key": "@", "baseUrl": "https://@@host"}})",
             R"({"provider": {"kind": "memberstack", "key": {"env": "@"}}})",
             R"({"provider": {"kind": "memberstack", "key": {"@": "x"}}})",
             R"({"provider": {"kind": "memberstack", "key": ["@"]}})",
             R"({"where": {"@": {"@": "@"}}, "operation": {"@": {}}})",
             R"({"operation": {"addPlan": {"planId": "@"}}})",
             R"({"operation": {"request": {"method": "@", "path": "@", "idempotent": "@"}}})",
             R"({"operation": {"update": {"email": "@", "customFields": {"@": "{{@"}}}})",
             R"({"parameters": {"@": {"default": "@", "type": "@"}}, "pace": {"requestsPerSecond": "@"}})",
             R"({"retry": {"patience": "@"}, "source": {"order": "@"}, "name": "${@}"})",
             R"({"name": "@)",
             R"(@)",
         }) {
        auto const mistakes = read(at(text), {}).mistakes;
        BOOST_TEST(!mistakes.empty());
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(format("f", mistakes).find("Zz0123") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_key_anywhere_in_a_spec_is_refused) {
    BOOST_TEST(mistakes_of(text_with(R"(, "description": "uses sk_live_12345678")"))
                   .starts_with("/description: looks like a secret key"));
    BOOST_TEST(mistakes_of(text_with(R"(, "where": {"id": "sk_12345678"})"))
                   .starts_with("/where/id: looks like a secret key"));
    auto const by_set =
        format("f", read(text_with(R"(, "where": {"id": "${id}"})"), {{"id", "sk_12345678"}}).mistakes);
    BOOST_TEST(by_set.find("/where/id: looks like a secret key") != by_set.npos);
    BOOST_TEST(by_set.find("12345678") == by_set.npos);
    auto const in_default =
        mistakes_of(text_with(R"(, "parameters": {"x": {"default": "sk_12345678"}}, "description": "${x}")"));
    BOOST_TEST(in_default.find("/parameters/x/default: looks like a secret key") != in_default.npos);
}

BOOST_AUTO_TEST_CASE(a_key_that_looks_like_no_key_is_not_echoed_either) {
    for (auto const* const place : {R"("key": "hunter2hunter2")", R"("key": {"env": "hunter2.hunter2"})",
                                    R"("key": {"credential": "hunter2/hunter2"})"}) {
        auto const text = R"({"name": "n", "provider": {"kind": "memberstack", )" + std::string(place)
                          + R"(}, "operation": {"addPlan": {"planId": "p"}}})";
        auto const mistakes = read(text, {}).mistakes;
        BOOST_TEST(mistakes.size() == 1U);
        BOOST_TEST(format("f", mistakes).find("hunter2") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(messages_cannot_drive_a_terminal) {
    auto const text = format("f", read("{\"a\\u001b[2J\\n\": 1}", {}).mistakes);
    BOOST_TEST(text.find('\x1b') == text.npos);
    BOOST_TEST(text.find("/a?[2J") != text.npos);
}

BOOST_AUTO_TEST_CASE(the_block_parameters_uses_none) {
    for (auto const* const block :
         {R"({"${x}": {}})", R"({"x": {"${y}": "z"}})", R"({"p${x}": {"default": "${y}"}})"}) {
        auto const result = read(text_with(std::string(R"(, "parameters": )") + block), {});
        BOOST_TEST(!result.value.has_value());
        BOOST_TEST(format("f", result.mistakes).find("parameters") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(parameters_are_filled_in_before_types_are_looked_at) {
    auto const text =
        text_with(R"(, "parameters": {"c": {"type": "number"}, "go": {"type": "boolean", "default": true}},
        "live": "${go}", "description": "for ${who}", "pace": {"concurrency": "${c}"})");
    auto const r = read(text, {{"c", "3"}, {"who", "Ann"}});
    BOOST_REQUIRE(r.value.has_value());
    BOOST_TEST(r.value->pace.concurrency == 3U);
    BOOST_TEST(r.value->live);
    BOOST_TEST(r.value->description == "for Ann");
    BOOST_TEST(mistakes_of(text, {{"c", "0"}, {"who", "Ann"}})
               == "/pace/concurrency: must be a whole number from 1 to 512\n");
}

BOOST_AUTO_TEST_CASE(mistakes_under_a_key_with_a_parameter_are_placed_in_the_text) {
    auto const r = read("{\n\"operation\": {\"${op}\": {\n\"planId\": 7}}}", {{"op", "addPlan"}});
    auto const& mistakes = r.mistakes;
    auto const found = std::find_if(mistakes.begin(), mistakes.end(),
                                    [](auto const& d) { return d.pointer == "/operation/addPlan/planId"; });
    BOOST_REQUIRE((found != mistakes.end()));
    BOOST_TEST(found->line == 3U);
    BOOST_TEST(found->column == 11U);
}

BOOST_AUTO_TEST_CASE(a_missing_parameter_is_the_one_mistake_about_its_place) {
    auto const text = R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}},
        "parameters": {"planId": {"description": "the plan"}}, "operation": {"addPlan": {"planId": "${planId}"}}})";
    BOOST_TEST(mistakes_of(text)
               == "/operation/addPlan/planId: the parameter \"planId\" (the plan) has no value; give it with "
                  "--set planId=...\n");
    BOOST_TEST(check(text).mistakes.empty());
    BOOST_TEST(read(text, {{"planId", "pln_a"}}).value.has_value());
}

BOOST_AUTO_TEST_CASE(check_finds_what_is_wrong_whatever_the_parameters) {
    auto const text =
        text_with(R"(, "limit": 0, "live": "${live}", "where": {"a": {"lt": "${x}", "le": 1}})");
    auto const mistakes = format("f", check(text).mistakes);
    BOOST_TEST(mistakes.find("/limit") != mistakes.npos);
    BOOST_TEST(mistakes.find("/where/a/le") != mistakes.npos);
    BOOST_TEST(mistakes.find("/live") == mistakes.npos);
}

BOOST_AUTO_TEST_CASE(the_document_reads_to_the_same_spec_again) {
    auto const text = text_with(
        R"(, "parameters": {"n": {"type": "number"}, "unused_default": {"default": "x"}}, "limit": "${n}",
           "where": {"a": "$${literal}", "b": "${b}", "c": "${unused_default}"}, "description": "${b}")");
    auto const first = read(text, {{"n", "5"}, {"b", "has ${n} in it"}});
    BOOST_REQUIRE(first.value.has_value());
    auto const document = boost::json::serialize(first.value->document);
    auto const second = read(document, {});
    BOOST_REQUIRE(second.value.has_value());
    BOOST_TEST(boost::json::serialize(second.value->document) == document);
    BOOST_TEST(second.value->limit.value() == 5U);
    BOOST_TEST(second.value->description == "has ${n} in it");
}

BOOST_AUTO_TEST_SUITE_END()
