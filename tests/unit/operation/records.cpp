#include "support.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(records)

using namespace muster::operation;
using test::decide;
using test::mistake;

BOOST_AUTO_TEST_CASE(a_record_is_taken_as_it_stands) {
    constexpr auto record = R"({"email":"a@example.com","customFields":{"n":1}})";
    BOOST_TEST(decide(R"({"create": {}})", record)
               == R"({"create":{"document":{"email":"a@example.com","customFields":{"n":1}}}})");
    BOOST_TEST(decide(R"({"upsert": {}})", record)
               == R"({"upsert":{"document":{"email":"a@example.com","customFields":{"n":1}}}})");
}

BOOST_AUTO_TEST_CASE(or_put_together_of_its_parts) {
    constexpr auto row = R"({"row":{"Email":"a@example.com","Name":"Ann","n":7}})";
    for (std::string const word : {"create", "upsert"}) {
        auto const made = [&](std::string const& document) {
            return decide(R"({")" + word + "\": " + document + "}", row);
        };
        BOOST_TEST(
            made(
                R"({"email": "{{row.Email}}", "customFields": {"name": "Ms {{row.Name}}", "n": "{{row.n}}"}})")
            == "{\"" + word
                   + R"(":{"document":{"email":"a@example.com","customFields":{"name":"Ms Ann","n":7}}}})");
        BOOST_TEST(made(R"({"email": "{{row.Mail}}"})").find("missing-cell") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(what_a_member_is_known_by_must_be_said) {
    BOOST_TEST(mistake(R"({"create": 1})").starts_with("/operation/create: must be an object"));
    auto v = test::of_a_platform();
    v.reference = "email";
    auto const spec = boost::json::parse(R"({"create": {"customFields": {"a": "{{row.a}}"}}})");
    muster::core::problems found;
    static_cast<void>(read(muster::core::node(spec, "/operation", found), v));
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found.front().message
               == R"(must say what the member's "email" is, by which the platform knows it)");
}

BOOST_AUTO_TEST_CASE(what_a_record_is_known_by_may_stand_below_another_field) {
    auto v = test::of_a_platform();
    v.reference = "data.sku";
    auto const mistakes = [&](char const* document) {
        auto const spec = boost::json::parse(std::string(R"({"create": )") + document + "}");
        muster::core::problems found;
        static_cast<void>(read(muster::core::node(spec, "/operation", found), v));
        return found.size();
    };
    BOOST_TEST(mistakes(R"({"data": {"sku": "{{row.sku}}"}})") == 0U);
    BOOST_TEST(mistakes(R"({"data": {"name": "{{row.sku}}"}})") == 1U);
    BOOST_TEST(mistakes(R"({"sku": "{{row.sku}}"})") == 1U);
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
    found.clear();
    v.create_needs = R"("reference" is its name)";
    static_cast<void>(read(muster::core::node(spec, "/operation", found), v));
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found.front().message
               == "makes records that are known by a field, and the block \"provider\" names none: "
                  "\"reference\" is its name");
}

BOOST_AUTO_TEST_SUITE_END()
