#include "support.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(delete_)

using namespace muster::operation;
using test::decide;
using test::mistake;

BOOST_AUTO_TEST_CASE(both_flags_are_false_unless_given) {
    BOOST_TEST(decide(R"({"delete": {}})", "{}")
               == R"({"delete":{"deleteStripeCustomer":false,"cancelStripeSubscriptions":false}})");
    BOOST_TEST(decide(R"({"delete": {"deleteStripeCustomer": true}})", "{}")
               == R"({"delete":{"deleteStripeCustomer":true,"cancelStripeSubscriptions":false}})");
    BOOST_TEST(
        decide(R"({"delete": {"cancelStripeSubscriptions": true, "deleteStripeCustomer": false}})", "{}")
        == R"({"delete":{"deleteStripeCustomer":false,"cancelStripeSubscriptions":true}})");
}

BOOST_AUTO_TEST_CASE(it_says_what_happens_at_stripe) {
    auto const text = [](std::string_view json) { return test::read_json(json).op->describe(); };
    BOOST_TEST(text(R"({"delete": {}})") == "delete the member");
    BOOST_TEST(text(R"({"delete": {"deleteStripeCustomer": true}})")
               == "delete the member and its Stripe customer");
    BOOST_TEST(text(R"({"delete": {"cancelStripeSubscriptions": true}})")
               == "delete the member and cancel its Stripe subscriptions");
    BOOST_TEST(text(R"({"delete": {"deleteStripeCustomer": true, "cancelStripeSubscriptions": true}})")
               == "delete the member and its Stripe customer, and cancel its Stripe subscriptions");
    BOOST_TEST(test::read_json(R"({"delete": {}})").op->fields().empty());
}

BOOST_AUTO_TEST_CASE(mistakes_are_noted) {
    BOOST_TEST(mistake(R"({"delete": true})").starts_with("/operation/delete: must be an object"));
    BOOST_TEST(mistake(R"({"delete": {"deleteStripeCustomer": "yes"}})")
                   .starts_with("/operation/delete/deleteStripeCustomer: must be true or false"));
    BOOST_TEST(mistake(R"({"delete": {"deleteStripeCustomers": true}})")
                   .ends_with("did you mean \"deleteStripeCustomer\"?"));
}

BOOST_AUTO_TEST_SUITE_END()
