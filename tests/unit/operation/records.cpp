#include "support.hpp"

#include <boost/test/unit_test.hpp>

using namespace muster::operation;
using test::decide;
using test::mistake;

BOOST_AUTO_TEST_SUITE(records)

BOOST_AUTO_TEST_CASE(a_record_is_taken_as_it_stands) {
    constexpr auto record = R"({"email":"a@example.com","customFields":{"n":1}})";
    BOOST_TEST(decide(R"({"create": {}})", record)
               == R"({"create":{"document":{"email":"a@example.com","customFields":{"n":1}}}})");
    BOOST_TEST(decide(R"({"upsert": {}})", record)
               == R"({"upsert":{"document":{"email":"a@example.com","customFields":{"n":1}}}})");
}

BOOST_AUTO_TEST_CASE(nothing_stands_in_them) {
    BOOST_TEST(mistake(R"({"create": 1})").starts_with("/operation/create: must be an object"));
    BOOST_TEST(mistake(R"({"upsert": {"email": "a"}})").starts_with("/operation/upsert"));
}

BOOST_AUTO_TEST_CASE(a_platform_says_what_it_has) {
    auto v = test::of_a_platform();
    v.operations = {"upsert", "delete"};
    auto const spec = boost::json::parse(R"({"create": {}})");
    muster::core::problems found;
    static_cast<void>(read(muster::core::node(spec, "/operation", found), v));
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found.front().pointer == "/operation/create");
    BOOST_TEST(found.front().message == R"(the platform has no "create"; it has upsert, delete)");
}

BOOST_AUTO_TEST_SUITE_END()
