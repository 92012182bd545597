#include "core/node.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <limits>

BOOST_AUTO_TEST_SUITE(nodes)

using namespace muster::core;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

/// A document with a node at its root.
struct document {
    explicit document(std::string_view text) : value(json::parse(text)) {}

    /// The one mistake found so far, as `pointer: message`, with `key ` before it if it is in a key.
    std::string mistake() const {
        if (found.size() != 1) return std::to_string(found.size()) + " mistakes";
        return (found[0].at_key ? "key " : "") + found[0].pointer + ": " + found[0].message;
    }

    json::value value;
    problems found;
    node root{value, "", found};
};

} // namespace

BOOST_AUTO_TEST_SUITE(node_access)

BOOST_AUTO_TEST_CASE(children_know_their_pointers) {
    document d(R"({"a": {"b/c~d": [10, 20]}})");
    auto const inner = d.root.get("a")->get("b/c~d");
    BOOST_TEST(inner->pointer() == "/a/b~1c~0d");
    BOOST_TEST(inner->at(1).pointer() == "/a/b~1c~0d/1");
    BOOST_TEST(inner->at(1).value().as_int64() == 20);
    BOOST_TEST(d.root.pointer() == "");
    BOOST_TEST(d.found.empty());
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_noted_only_if_required) {
    document d(R"({"a": null})");
    BOOST_TEST(!d.root.get("b").has_value());
    BOOST_TEST(!d.root.get("a")->get("b").has_value());
    BOOST_TEST(d.root.require("a").has_value());
    BOOST_TEST(d.found.empty());
    BOOST_TEST(!d.root.require("b").has_value());
    BOOST_TEST(d.mistake() == R"(: "b" is missing)");
}

BOOST_AUTO_TEST_CASE(requiring_from_what_is_no_object_notes_that) {
    document d("[]");
    BOOST_TEST(!d.root.require("b").has_value());
    BOOST_TEST(d.mistake() == ": must be an object, e.g. {}");
}

BOOST_AUTO_TEST_CASE(an_object_is_told_from_the_rest) {
    document d(R"({"a": [1]})");
    BOOST_TEST(d.root.is_object());
    BOOST_TEST(d.found.empty());
    BOOST_TEST(!d.root.get("a")->is_object(R"({"env": "NAME"})"));
    BOOST_TEST(d.mistake() == R"(/a: must be an object, e.g. {"env": "NAME"})");
}

BOOST_AUTO_TEST_CASE(a_mistake_in_a_key_points_to_the_key) {
    document d(R"({"a": {}})");
    d.root.get("a")->fail_key("x/y", "is odd");
    BOOST_TEST(d.mistake() == "key /a/x~1y: is odd");
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_noted_with_the_nearest_known_one) {
    document d(R"({"requestPerSecond": 1})");
    d.root.allow_keys({"concurrency", "requestsPerSecond", "pageSize"});
    BOOST_TEST(
        d.mistake()
        == R"(key /requestPerSecond: unknown key "requestPerSecond"; did you mean "requestsPerSecond"?)");
}

BOOST_AUTO_TEST_CASE(without_a_near_one_all_known_keys_are_listed) {
    document d(R"({"speed": 1})");
    d.root.allow_keys({"concurrency", "requestsPerSecond"});
    BOOST_TEST(d.mistake()
               == R"(key /speed: unknown key "speed"; known here: concurrency, requestsPerSecond)");
    document none(R"({"speed": 1})");
    none.root.allow_keys(std::vector<std::string_view>{});
    BOOST_TEST(none.mistake() == R"(key /speed: unknown key "speed"; no keys are known here)");
}

BOOST_AUTO_TEST_CASE(every_unknown_key_is_noted_and_no_known_one) {
    document d(R"({"a": 1, "x": 1, "b": 2, "Y": 3})");
    d.root.allow_keys({"a", "b", "cc", "dd"});
    BOOST_TEST(d.found.size() == 2U);
    document array("[]");
    array.root.allow_keys({"a"});
    BOOST_TEST(array.found.empty());
}

BOOST_AUTO_TEST_CASE(a_key_that_holds_a_secret_is_not_echoed) {
    document d(R"({"sk_live_abcdefghijk": 1})");
    d.root.allow_keys({"env"});
    BOOST_TEST(d.found.at(0).message == R"(unknown key "[redacted]"; known here: env)");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(node_values)

BOOST_AUTO_TEST_CASE(values_of_the_right_type_are_given) {
    document d(R"(["x", "", true, 1.5, 7, -3, "10m", 1e3, 18446744073709551615])");
    BOOST_TEST(d.root.at(0).string().value() == "x");
    BOOST_TEST(d.root.at(1).string().value() == "");
    BOOST_TEST(d.root.at(0).non_empty_string().value() == "x");
    BOOST_TEST(d.root.at(2).boolean().value());
    BOOST_TEST(d.root.at(3).number(0, 2).value() == 1.5);
    BOOST_TEST(d.root.at(4).number(7, 7).value() == 7);
    BOOST_TEST(d.root.at(4).integer(1, 7).value() == 7);
    BOOST_TEST(d.root.at(5).integer(-3, 0).value() == -3);
    BOOST_TEST((d.root.at(6).span() == 10min));
    BOOST_TEST(d.root.at(7).integer(0, 1000).value() == 1000);
    BOOST_TEST(d.root.at(8).number(0, 1e30).value() == 18446744073709551615.0);
    BOOST_TEST(d.found.empty());
}

BOOST_AUTO_TEST_CASE(values_of_the_wrong_type_are_noted_by_type_and_never_echoed) {
    document d(R"(["a secret value", 5, null, {}, [], false])");
    BOOST_TEST(!d.root.at(1).string().has_value());
    BOOST_TEST(!d.root.at(3).non_empty_string().has_value());
    BOOST_TEST(!d.root.at(0).boolean().has_value());
    BOOST_TEST(!d.root.at(0).number(1, 512).has_value());
    BOOST_TEST(!d.root.at(4).integer(1, 512).has_value());
    BOOST_TEST(!d.root.at(5).span().has_value());
    BOOST_TEST(!d.root.at(0).span().has_value());
    std::vector<std::string> messages;
    for (auto const& p : d.found) messages.push_back(p.pointer + ": " + p.message);
    std::vector<std::string> const expected{
        "/1: must be a string, not a number",
        "/3: must be a string, not an object",
        "/0: must be true or false, not a string",
        "/0: must be a number from 1 to 512, not a string",
        "/4: must be a whole number from 1 to 512, not an array",
        R"(/5: must be a span of time such as "500ms", "30s", "10m", "1h" or "2d", not a boolean)",
        R"(/0: must be a span of time such as "500ms", "30s", "10m", "1h" or "2d", ten years at most)",
    };
    BOOST_TEST(messages == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_empty_string_is_noted_where_it_may_not_be) {
    document d(R"("")");
    BOOST_TEST(!d.root.non_empty_string().has_value());
    BOOST_TEST(d.mistake() == ": must not be empty");
}

BOOST_AUTO_TEST_CASE(numbers_out_of_range_are_noted_with_the_range) {
    constexpr auto most = std::numeric_limits<long>::max();
    constexpr auto infinite = std::numeric_limits<double>::infinity();
    document over("513");
    BOOST_TEST(!over.root.integer(1, 512).has_value());
    BOOST_TEST(over.mistake() == ": must be a whole number from 1 to 512");
    document under("-1");
    BOOST_TEST(!under.root.integer(0, most).has_value());
    BOOST_TEST(under.mistake() == ": must be a whole number, 0 or more");
    document part("1.5");
    BOOST_TEST(!part.root.integer(1, 512).has_value());
    BOOST_TEST(part.mistake() == ": must be a whole number from 1 to 512");
    document huge("1e300");
    BOOST_TEST(!huge.root.integer(0, most).has_value());
    document unsigned_huge("18446744073709551615");
    BOOST_TEST(!unsigned_huge.root.integer(0, most).has_value());
    document rate("1.5");
    BOOST_TEST(!rate.root.number(0, 1).has_value());
    BOOST_TEST(rate.mistake() == ": must be a number from 0 to 1");
    document negative("-0.5");
    BOOST_TEST(!negative.root.number(0.25, infinite).has_value());
    BOOST_TEST(negative.mistake() == ": must be a number, 0.25 or more");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(nearest_word)

BOOST_AUTO_TEST_CASE(slips_of_the_keyboard_find_their_word) {
    std::vector<std::string_view> const words{"equals", "contains", "in", "notIn", "startsWith"};
    for (auto const& [slip, word] :
         std::vector<std::pair<char const*, char const*>>{{"eqals", "equals"},
                                                          {"euqals", "equals"},
                                                          {"EQUALS", "equals"},
                                                          {"equal", "equals"},
                                                          {"notin", "notIn"},
                                                          {"startWith", "startsWith"},
                                                          {"starts_with", "startsWith"},
                                                          {"contians", "contains"},
                                                          {"inn", "in"}}) {
        BOOST_TEST(nearest(slip, words).value_or("none") == word);
    }
}

BOOST_AUTO_TEST_CASE(other_words_find_nothing) {
    std::vector<std::string_view> const words{"equals", "contains", "in", "notIn"};
    for (auto const* const word : {"", "x", "country", "email", "tags", "ab"}) {
        BOOST_TEST(!nearest(word, words).has_value(), word);
    }
    BOOST_TEST(!nearest("equals", {}).has_value());
}

BOOST_AUTO_TEST_CASE(the_nearest_of_several_wins) {
    BOOST_TEST(nearest("gta", {"lte", "gt", "gte"}).value() == "gt");
    BOOST_TEST(nearest("requestPerSecond", {"requestsPerMinute", "requestsPerSecond"}).value()
               == "requestsPerSecond");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE_END()
