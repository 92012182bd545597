#include "where.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(where_warnings)

namespace {

using lines = std::vector<std::string>;

lines warnings(std::string_view where) {
    muster::filter::known const about{&members(), noon};
    BOOST_TEST(mistakes(where, about).empty(), where);
    return noted(where, true, about);
}

void check(std::string_view where, std::string const& expected) {
    BOOST_TEST_CONTEXT(where) {
        BOOST_TEST(warnings(where) == lines{expected}, boost::test_tools::per_element());
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(fields_that_members_have_are_no_cause_for_one) {
    for (
        auto const* const where :
        {R"({"id": "x", "createdAt": {"lt": "-30d"}, "auth.email": {"endsWith": "x"}, "verified": true})",
         R"({"auth": {"email": "x"}, "customFields.any": "x", "customFields": {"a-b": 1, "c": {"isSet": false}}})",
         R"({"json.a.b.c": 1, "json": {"a": {"b": 2}}, "score": {"gt": 5}})",
         R"({"planConnections": {"some": {"planId": "x", "type": {"not": "FREE"}}, "every": {}, "isSet": true}})",
         R"({"permissions": {"some": {"startsWith": "x"}, "none": "y"}})",
         R"({"NOT": [{"id": null}], "createdAt": {"not": null}, "planConnections": {"not": null}})"}) {
        BOOST_TEST(warnings(where).empty(), where);
    }
}

BOOST_AUTO_TEST_CASE(a_field_that_no_member_can_have_comes_with_the_one_that_was_meant) {
    check(
        R"({"customField.country": "x"})",
        R"(key /customField.country: "customField" is no field that a member can have; did you mean "customFields.country"?)");
    check(
        R"({"NOT": {"customField": {"country": "x"}}})",
        R"(key /NOT/customField: "customField" is no field that a member can have; did you mean "customFields"?)");
    check(R"({"email": "x"})",
          R"(key /email: "email" is no field that a member can have; did you mean "auth.email"?)");
    check(
        R"({"country": "x"})",
        R"(key /country: "country" is no field that a member can have; did you mean "customFields.country"?)");
    check(R"({"auth.mail": "x"})",
          R"(key /auth.mail: "auth.mail" is no field that a member can have; did you mean "auth.email"?)");
    check(
        R"({"planId": "x"})",
        R"(key /planId: "planId" is no field that a member can have; did you mean {"planConnections": {"some": {"planId": ...}}}?)");
    check(
        R"({"planConnection.some.planId": "x"})",
        R"(key /planConnection.some.planId: "planConnection" is no field that a member can have; did you mean {"planConnections": {"some": {"planId": ...}}}?)");
    check(
        R"({"planConnections.planid": "x"})",
        R"(key /planConnections.planid: "planConnections" is a list, and nothing is below it; write {"planConnections": {"some": {"planId": ...}}})");
    check(
        R"({"planConnections": {"some": {"planid": "x"}}})",
        R"(key /planConnections/some/planid: "planid" is no field that an element of this list can have; did you mean "planId"?)");
    check(R"({"auth.email.domain": "x"})",
          R"(key /auth.email.domain: "auth.email" is a plain value, and nothing is below it)");
    check(
        R"({"customFields.country.equals": "x"})",
        R"(key /customFields.country.equals: "customFields.country" is a plain value with nothing below it, so this is the field "country.equals" of "customFields"; if an operator is meant, write {"customFields.country": {"equals": ...}})");
}

BOOST_AUTO_TEST_CASE(an_operand_that_no_value_of_the_field_is_like_is_noted) {
    check(R"({"verified": "true"})", R"(/verified: never matches, as "verified" is true or false)");
    check(R"({"id": {"in": ["a", 5]}})", R"(/id/in/1: never matches, as "id" is a text)");
    check(R"({"score": {"gt": "5"}})", R"(/score/gt: never matches, as "score" is a number)");
    check(R"({"customFields": "x"})",
          R"(/customFields: never matches, as "customFields" is an object of fields)");
    std::string const list =
        R"( is a list; write what an element of it is like under "some", "every" or "none")";
    check(R"({"planConnections": {"contains": "pln"}})",
          R"(/planConnections/contains: never matches, as "planConnections")" + list);
    check(R"({"permissions": "view"})", R"(/permissions: never matches, as "permissions")" + list);
    check(R"({"planConnections": {"some": "pln"}})",
          R"(/planConnections/some: never matches, as an element of this list is an object of fields)");
    check(R"({"id": {"some": "x"}})", R"(/id/some: never matches, as "id" is a text and no list)");
    check(R"({"id": {"none": "x"}})", R"(/id/none: always matches, as "id" is a text and no list)");
}

BOOST_AUTO_TEST_CASE(operands_that_exclude_nobody_or_everybody_are_noted) {
    check(R"({"id": {"in": []}})", "/id/in: is empty, so nobody matches");
    check(R"({"id": {"notIn": []}})", "/id/notIn: is empty, so everybody matches");
    check(R"({"id": {"contains": ""}})", "/id/contains: is empty, so every text matches");
}

BOOST_AUTO_TEST_CASE(a_moment_to_come_is_after_all_dates_so_far) {
    std::string const future = "is in the future, so every date until now is before it";
    check(R"({"createdAt": {"lt": "2026-11-22T12:00:01Z"}})", "/createdAt/lt: " + future);
    check(R"({"createdAt": {"lte": "+1h"}})", "/createdAt/lte: " + future);
    check(R"({"customFields.a": {"lt": "2062-01-01"}})", "/customFields.a/lt: " + future);
    check(R"({"createdAt": {"gt": "+1h"}})",
          "/createdAt/gt: is in the future, so no date until now is after it");
    BOOST_TEST(warnings(R"({"customFields.a": {"gte": "2062-01-01"}})").empty());
    BOOST_TEST(warnings(R"({"createdAt": {"lt": "2026-11-22T12:00:00Z", "gt": "-1h"}})").empty());
    BOOST_TEST(warnings(R"({"customFields.expires": {"lt": "+7d"}})").empty()); // meant so
}

BOOST_AUTO_TEST_CASE(a_day_is_no_moment) {
    std::string const day =
        R"(is the moment at which that day begins in UTC; for the whole day write "gte" and "lt")";
    check(R"({"createdAt": "2026-01-31"})", "/createdAt: " + day);
    check(R"({"createdAt": {"notIn": ["2026-01-31Z", null, ""]}})", "/createdAt/notIn/0: " + day);
    BOOST_TEST(warnings(R"({"createdAt": "2026-01-31T09:00Z", "customFields.a": "2026-01-31"})").empty());
}

BOOST_AUTO_TEST_CASE(a_number_that_is_a_date_in_figures_is_noted) {
    check(R"({"customFields.a": {"lt": "20240131"}})",
          R"(/customFields.a/lt: is compared as a text; if it is a date, write it as "2024-01-31")");
}

BOOST_AUTO_TEST_SUITE_END()
