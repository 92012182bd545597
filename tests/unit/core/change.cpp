#include "core/change.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>

BOOST_AUTO_TEST_SUITE(change_json)

using namespace muster::core;
namespace json = boost::json;

namespace {

/// The journal's text of a change, once it went there and back.
std::string there_and_back(change const& c) {
    auto const text = json::serialize(to_json(c));
    auto const back = change_from_json(json::parse(text));
    BOOST_TEST(back.index() == c.index());
    BOOST_TEST(json::serialize(to_json(back)) == text);
    return text;
}

std::string refusal(std::string_view text) {
    try {
        change_from_json(json::parse(text));
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "none";
}

} // namespace

BOOST_AUTO_TEST_CASE(each_kind_of_change_comes_back) {
    BOOST_TEST(there_and_back(add_plan{"pln_a"}) == R"({"addPlan":{"planId":"pln_a"}})");
    BOOST_TEST(there_and_back(remove_plan{"pln_a"}) == R"({"removePlan":{"planId":"pln_a"}})");
    BOOST_TEST(
        there_and_back(delete_member{{{"deleteStripeCustomer", true}, {"cancelStripeSubscriptions", false}}})
        == R"({"delete":{"deleteStripeCustomer":true,"cancelStripeSubscriptions":false}})");
    BOOST_TEST(there_and_back(delete_member{}) == R"({"delete":{}})");
    BOOST_TEST(there_and_back(create_member{{{"email", "a@b"}}})
               == R"({"create":{"document":{"email":"a@b"}}})");
    BOOST_TEST(there_and_back(create_member{}) == R"({"create":{}})"); // the record stands elsewhere
    BOOST_TEST(there_and_back(upsert_member{{{"ref", "7"}}}) == R"({"upsert":{"document":{"ref":"7"}}})");
}

BOOST_AUTO_TEST_CASE(a_kind_is_the_key_of_the_journal_form) {
    for (change const& c :
         {change(add_plan{}), change(remove_plan{}), change(update_fields{}), change(create_member{}),
          change(upsert_member{}), change(delete_member{}), change(raw_request{})})
        BOOST_TEST(to_json(c).as_object().contains(kind_of(c)));
}

BOOST_AUTO_TEST_CASE(an_update_comes_back) {
    json::object const set{{"customFields", {{"country", "Sweden"}}}, {"verified", true}, {"json", nullptr}};
    BOOST_TEST(there_and_back(update_fields{set, false})
               == R"({"update":{"set":{"customFields":{"country":"Sweden"},"verified":true,"json":null}}})");
    BOOST_TEST(there_and_back(update_fields{set, true}).ends_with(R"("mergeJson":true}})"));
    BOOST_TEST(there_and_back(update_fields{}) == R"({"update":{"set":{}}})");
}

BOOST_AUTO_TEST_CASE(a_request_comes_back_with_and_without_a_body) {
    BOOST_TEST(there_and_back(raw_request{"POST", "/members/a", json::value{{"a", 1}}, true})
               == R"({"request":{"method":"POST","path":"/members/a","body":{"a":1},"idempotent":true}})");
    BOOST_TEST(there_and_back(raw_request{"GET", "/", std::nullopt, false})
               == R"({"request":{"method":"GET","path":"/","idempotent":false}})");
    auto const null_body = change_from_json(to_json(raw_request{"PUT", "/", json::value(nullptr), false}));
    BOOST_TEST(std::get<raw_request>(null_body).body.has_value());
}

BOOST_AUTO_TEST_CASE(the_fields_arrive_where_they_belong) {
    auto const u = std::get<update_fields>(
        change_from_json(json::parse(R"({"update":{"set":{"a":[1]},"mergeJson":true}})")));
    BOOST_TEST(json::serialize(u.set) == R"({"a":[1]})");
    BOOST_TEST(u.merge);
    auto const d = std::get<delete_member>(change_from_json(
        json::parse(R"({"delete":{"cancelStripeSubscriptions":true,"deleteStripeCustomer":false}})")));
    BOOST_TEST(d.options.at("cancelStripeSubscriptions").as_bool());
    BOOST_TEST(!d.options.at("deleteStripeCustomer").as_bool());
    BOOST_TEST(
        std::get<remove_plan>(change_from_json(json::parse(R"({"removePlan":{"planId":"p"}})"))).plan_id
        == "p");
}

BOOST_AUTO_TEST_CASE(what_is_no_change_is_refused_by_what_is_wrong) {
    struct {
        char const* text;
        char const* message;
    } const cases[] = {
        {"null", "not a change: must be an object with one key"},
        {"[]", "not a change: must be an object with one key"},
        {"{}", "not a change: must be an object with one key"},
        {R"({"addPlan":{"planId":"a"},"delete":{}})", "not a change: must be an object with one key"},
        {R"({"suspend":{}})",
         "not a change: its one key must be addPlan, removePlan, update, create, upsert, delete or request"},
        {R"({"upsert":{"document":5}})", R"(not a change: "upsert" needs an object "document")"},
        {R"({"create":{"document":{},"x":1}})", R"(not a change: "create" holds a key of another version)"},
        {R"({"addPlan":"pln_a"})", R"(not a change: "addPlan" must hold an object)"},
        {R"({"addPlan":{}})", R"(not a change: "addPlan" needs a string "planId")"},
        {R"({"removePlan":{"planId":1}})", R"(not a change: "removePlan" needs a string "planId")"},
        {R"({"addPlan":{"planId":"a","x":1}})", R"(not a change: "addPlan" holds a key of another version)"},
        {R"({"update":{}})", R"(not a change: "update" needs an object "set")"},
        {R"({"update":{"set":[]}})", R"(not a change: "update" needs an object "set")"},
        {R"({"update":{"set":{},"mergeJson":1}})",
         R"(not a change: "update" needs true or false as "mergeJson")"},
        {R"({"delete":{"deleteStripeCustomer":1}})",
         R"(not a change: "delete" needs true or false as "deleteStripeCustomer")"},
        {R"({"request":{"path":"/","idempotent":true}})",
         R"(not a change: "request" needs a string "method")"},
        {R"({"request":{"method":"GET","idempotent":true}})",
         R"(not a change: "request" needs a string "path")"},
        {R"({"request":{"method":"GET","path":"/"}})",
         R"(not a change: "request" needs true or false as "idempotent")"},
    };
    for (auto const& c : cases) BOOST_TEST(refusal(c.text) == c.message);
}

BOOST_AUTO_TEST_SUITE_END()
