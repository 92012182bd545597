#include "support.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(update)

using namespace muster;
using namespace muster::operation;
using test::decide;
using test::mistake;

namespace {

constexpr std::string_view member =
    R"({"id": "mem_1", "auth": {"email": "ann@example.com"}, "customFields": {"n": 3}, "json": {"a": [1]}})";

std::string with(std::string const& fields) {
    return R"({"update": )" + fields + '}';
}

/// What the update sets for the member above, as JSON, or why it cannot.
std::string sets(std::string const& fields) {
    return decide(with(fields), member);
}

} // namespace

BOOST_AUTO_TEST_CASE(every_field_can_be_set) {
    BOOST_TEST(
        sets(R"({"customFields": {"country": "Sweden", "age": 7}, "metaData": {"k": null}})")
        == R"({"update":{"set":{"customFields":{"country":"Sweden","age":7},"metaData":{"k":null}}}})");
    BOOST_TEST(
        sets(R"({"loginRedirect": "/in", "email": "b@c", "verified": true, "profileImage": "https://i"})")
        == R"({"update":{"set":{"loginRedirect":"/in","email":"b@c","profileImage":"https://i","verified":true}}})");
    BOOST_TEST(sets(R"({"loginRedirect": "", "verified": false})")
               == R"({"update":{"set":{"loginRedirect":"","verified":false}}})");
}

BOOST_AUTO_TEST_CASE(json_is_merged_or_replaced_as_the_author_says) {
    BOOST_TEST(sets(R"({"json": {"b": 1}, "merge": true})")
               == R"({"update":{"set":{"json":{"b":1}},"mergeJson":true}})");
    BOOST_TEST(sets(R"({"json": {"b": 1}, "replace": true})") == R"({"update":{"set":{"json":{"b":1}}}})");
    BOOST_TEST(sets(R"({"json": {}, "replace": true})") == R"({"update":{"set":{"json":{}}}})");
}

BOOST_AUTO_TEST_CASE(json_without_a_word_on_what_is_there_is_a_mistake) {
    auto const needs_word = "/operation/update/json: needs a word on what is there already";
    BOOST_TEST(mistake(with(R"({"json": {"b": 1}})")).starts_with(needs_word));
    BOOST_TEST(
        mistake(with(R"({"json": {"b": 1}, "merge": true, "replace": true})")).starts_with(needs_word));
    BOOST_TEST(mistake(with(R"({"json": {"b": 1}, "merge": false})"))
                   .starts_with("/operation/update/merge: must be true or left out"));
    BOOST_TEST(mistake(with(R"({"json": {"b": 1}, "replace": "yes"})"))
                   .starts_with("/operation/update/replace: must be true or false"));
    BOOST_TEST(mistake(with(R"({"email": "a@b", "merge": true})"))
                   .starts_with("/operation/update/merge: says what to do with \"json\""));
    BOOST_TEST(mistake(with(R"({"json": {}, "merge": true})"))
                   .starts_with("/operation/update/json: must name at least one key"));
    BOOST_TEST(mistake(with(R"({"json": [1], "replace": true})"))
                   .starts_with("/operation/update/json: must be an object"));
}

BOOST_AUTO_TEST_CASE(values_are_templates_at_any_depth) {
    BOOST_TEST(
        sets(
            R"({"customFields": {"mail": "{{auth.email}}", "n": "{{customFields.n}}", "t": "n={{customFields.n}}"}})")
        == R"({"update":{"set":{"customFields":{"mail":"ann@example.com","n":3,"t":"n=3"}}}})");
    BOOST_TEST(sets(R"({"json": {"deep": [{"a": "{{json.a}}"}]}, "merge": true})")
               == R"({"update":{"set":{"json":{"deep":[{"a":[1]}]}},"mergeJson":true}})");
    BOOST_TEST(sets(R"({"loginRedirect": "/u/{{id}}"})")
               == R"({"update":{"set":{"loginRedirect":"/u/mem_1"}}})");
    BOOST_TEST(sets(R"({"profileImage": "{{customFields.n}}"})")
               == R"({"update":{"set":{"profileImage":"3"}}})");
    BOOST_TEST(sets(R"({"metaData": {"x": "{{nope|none}}"}})")
               == R"({"update":{"set":{"metaData":{"x":"none"}}}})");
}

BOOST_AUTO_TEST_CASE(a_member_without_a_field_that_is_needed_is_impossible) {
    BOOST_TEST(sets(R"({"customFields": {"x": "{{nope}}"}, "verified": true})")
               == "impossible: missing-field");
}

BOOST_AUTO_TEST_CASE(an_email_must_look_like_one_before_and_after_it_is_filled_in) {
    for (auto const* const bad : {"", "ann", "@b", "a@", "a b@c", "a@b\\n"}) {
        BOOST_TEST_CONTEXT(bad) {
            BOOST_TEST(mistake(with(R"({"email": ")" + std::string(bad) + "\"}"))
                           .starts_with("/operation/update/email: must be an e-mail address"));
        }
    }
    BOOST_TEST(mistake(with(R"({"email": 7})")).starts_with("/operation/update/email: must be a string"));
    BOOST_TEST(sets(R"({"email": "{{id}}@example.com"})")
               == R"({"update":{"set":{"email":"mem_1@example.com"}}})");
    BOOST_TEST(sets(R"({"email": "{{id}}"})") == "impossible: bad-email");
}

BOOST_AUTO_TEST_CASE(an_update_that_sets_nothing_is_a_mistake) {
    BOOST_TEST(mistake(with("{}")) == "/operation/update: must name at least one field to set");
    BOOST_TEST(mistake(with(R"({"customFields": {}})"))
               == "/operation/update/customFields: must name at least one field to set");
    BOOST_TEST(mistake(with(R"({"metaData": {}})"))
               == "/operation/update/metaData: must name at least one field to set");
}

BOOST_AUTO_TEST_CASE(wrong_types_and_unknown_fields_are_mistakes) {
    BOOST_TEST(mistake(with("[]")).starts_with("/operation/update: must be an object"));
    BOOST_TEST(mistake(with(R"({"customFields": "x"})"))
                   .starts_with("/operation/update/customFields: must be an object"));
    BOOST_TEST(mistake(with(R"({"verified": "{{v}}"})"))
                   .starts_with("/operation/update/verified: must be true or false"));
    BOOST_TEST(mistake(with(R"({"customfields": {"a": "b"}})")).ends_with("did you mean \"customFields\"?"));
    BOOST_TEST(mistake(with(R"({"metaData": {"a": {"b": "{{"}}})"))
                   .starts_with("/operation/update/metaData/a/b: has {{ that is no template"));
}

BOOST_AUTO_TEST_CASE(it_lists_what_it_writes_and_reads) {
    auto const r = test::read_json(with(
        R"({"customFields": {"a": "{{auth.email}}"}, "json": {"k": 1}, "merge": true, "verified": true, "email": "{{x}}@y"})"));
    BOOST_TEST(
        r.op->fields()
            == (std::vector<std::string>{"customFields.a", "json.k", "email", "verified", "auth.email", "x"}),
        boost::test_tools::per_element());
    BOOST_TEST(r.op->describe() == "set customFields.a, json.k, email, verified");
    auto const replacing = test::read_json(with(R"({"json": {"k": 1}, "replace": true})"));
    BOOST_TEST(replacing.op->fields() == std::vector<std::string>{"json"});
}

BOOST_AUTO_TEST_CASE(the_platforms_vocabulary_says_what_can_be_set) {
    core::vocabulary other;
    other.fields = {{"nickname", core::vocabulary::field::form::text, "What the member is called."}};
    auto const read_other = [&](std::string_view text) {
        core::problems found;
        auto const value = boost::json::parse(text);
        auto const op = muster::operation::read(core::node(value, "", found), other);
        return found.empty() ? op->describe() : found.front().message;
    };
    BOOST_TEST(read_other(R"({"update": {"nickname": "Ann"}})") == "set nickname");
    BOOST_TEST(read_other(R"({"update": {"verified": true}})").starts_with("unknown key \"verified\""));
    auto const update = muster::operation::kinds().at(2);
    auto const schema = update.schema(other);
    BOOST_TEST(schema.at("properties").as_object().size() == 1U);
    BOOST_TEST(!schema.contains("dependentRequired"));
}

BOOST_AUTO_TEST_CASE(a_platform_whose_fields_are_open_takes_any_field_with_any_value) {
    core::vocabulary open;
    open.fields = {{"email", core::vocabulary::field::form::email, "The address."}};
    open.open_fields = true;
    auto const read_open = [&](std::string const& fields) {
        test::reading r;
        auto const value = boost::json::parse(with(fields));
        r.op = muster::operation::read(core::node(value, "/operation", r.found), open);
        return r;
    };
    auto const sets_open = [&](std::string const& fields) {
        auto const r = read_open(fields);
        for (auto const& p : r.found) BOOST_TEST(p.warning, p.message);
        return decide(*r.op, member);
    };
    BOOST_TEST(
        sets_open(R"({"status": "published", "n": 1.5, "f": false, "none": null, "email": "b@c"})")
        == R"({"update":{"set":{"email":"b@c","status":"published","n":1.5E0,"f":false,"none":null}}})");
    BOOST_TEST(
        sets_open(R"({"o": {"deep": [{"a": "{{json.a}}"}, "{{auth.email}}"]}, "n": "{{customFields.n}}"})")
        == R"({"update":{"set":{"o":{"deep":[{"a":[1]},"ann@example.com"]},"n":3}}})");
    BOOST_TEST(sets_open(R"({"x": "{{nope}}"})") == "impossible: missing-field");
    BOOST_TEST(sets_open(R"({"merge": true})") == R"({"update":{"set":{"merge":true}}})"); // a field like any

    auto const r = read_open(R"({"status": "{{old}}", "o": {"a": 1}, "email": "a@b"})");
    BOOST_TEST(r.op->fields() == (std::vector<std::string>{"email", "status", "o", "old"}),
               boost::test_tools::per_element());
    BOOST_TEST(r.op->describe() == "set email, status, o");

    auto const first_of = [&](std::string const& fields) {
        auto const found = read_open(fields).found;
        BOOST_REQUIRE(!found.empty());
        return (found.front().warning ? "warning: " : "") + found.front().pointer + ": "
               + found.front().message;
    };
    BOOST_TEST(first_of("{}") == "/operation/update: must name at least one field to set");
    BOOST_TEST(first_of(R"({"email": "ann"})").starts_with("/operation/update/email: must be an e-mail"));
    BOOST_TEST(first_of(R"({"x": [{"y": "{{"}]})").starts_with("/operation/update/x/0/y: has {{ that is no"));
    BOOST_TEST(
        first_of(R"({"emial": "a@b"})").starts_with("warning: /operation/update/emial: is not one of"));
    auto const schema = muster::operation::kinds().at(2).schema(open);
    BOOST_TEST(schema.at("additionalProperties").as_bool());
}

BOOST_AUTO_TEST_SUITE_END()
