#include "operation/plan_id.hpp"

#include "support.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(plan_id)

using namespace muster::operation;
using test::decide;
using test::mistake;

BOOST_AUTO_TEST_CASE(plans_are_added_and_removed_whoever_the_member_is) {
    BOOST_TEST(decide(R"({"addPlan": {"planId": "pln_a-1"}})", "{}")
               == R"({"addPlan":{"planId":"pln_a-1"}})");
    BOOST_TEST(decide(R"({"removePlan": {"planId": "pln_a"}})", R"({"id": "x"})")
               == R"({"removePlan":{"planId":"pln_a"}})");
}

BOOST_AUTO_TEST_CASE(both_say_what_they_do_and_which_field_they_write) {
    auto const add = test::read_json(R"({"addPlan": {"planId": "pln_a"}})");
    BOOST_TEST(add.op->describe() == "add plan pln_a");
    BOOST_TEST(add.op->fields() == std::vector<std::string>{"planConnections"});
    auto const remove = test::read_json(R"({"removePlan": {"planId": "pln_a"}})");
    BOOST_TEST(remove.op->describe() == "remove plan pln_a");
    BOOST_TEST(remove.op->fields() == std::vector<std::string>{"planConnections"});
}

BOOST_AUTO_TEST_CASE(a_plan_id_is_required_and_looks_like_one) {
    for (std::string const name : {"addPlan", "removePlan"}) {
        auto const with = [&](std::string const& value) {
            return mistake("{\"" + name + "\": " + value + "}");
        };
        auto const at = "/operation/" + name;
        BOOST_TEST(with("\"pln_a\"").starts_with(at + ": must be an object"));
        BOOST_TEST(with("{}") == at + ": \"planId\" is missing");
        BOOST_TEST(with(R"({"planId": ""})") == at + "/planId: must not be empty");
        BOOST_TEST(with(R"({"planId": 7})").starts_with(at + "/planId: must be a string"));
        BOOST_TEST(with(R"({"planId": " pln_a"})").starts_with(at + "/planId: must be a plan's id"));
        BOOST_TEST(with(R"({"planId": "{{plan}}"})").starts_with(at + "/planId: must be a plan's id"));
        BOOST_TEST(with(R"({"planId": "p", "planid": 1})")
                   == at + "/planid: unknown key \"planid\"; did you mean \"planId\"?");
    }
}

BOOST_AUTO_TEST_SUITE_END()
