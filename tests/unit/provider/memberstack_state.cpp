#include "provider/memberstack/state.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack {

BOOST_AUTO_TEST_SUITE(memberstack_state_of_a_member)

namespace {

namespace json = boost::json;

json::object object(std::string_view text) {
    return json::parse(text).as_object();
}

bool hold(std::string_view member, std::string_view set, bool merge = false) {
    return fields_hold(object(member), object(set), merge);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_plan_is_there_if_a_connection_to_it_is_active) {
    auto const has = [](std::string_view connections) {
        return has_plan(object(R"({"planConnections":)" + std::string(connections) + "}"), "pln_a");
    };
    BOOST_TEST(has(R"([{"planId":"pln_a","status":"ACTIVE"}])"));
    BOOST_TEST(has(R"([{"planId":"pln_b","status":"ACTIVE"},{"planId":"pln_a","active":true}])"));
    BOOST_TEST(has(R"(["pln_b","pln_a"])"));
    BOOST_TEST(has(R"([{"planId":"pln_a","status":"CANCELED"},{"planId":"pln_a","status":"ACTIVE"}])"));
    BOOST_TEST(has(R"([{"planId":"pln_a","active":true,"status":"TRIALING"}])"));
    BOOST_TEST(!has(R"([{"planId":"pln_a","active":false,"status":"ACTIVE"}])"));
    BOOST_TEST(!has(R"([{"planId":"pln_a","status":"CANCELED"}])"));
    BOOST_TEST(!has(R"([{"planId":"pln_a"}])"));
    BOOST_TEST(
        !has(R"([{"planId":"pln_ab","status":"ACTIVE"},"pln_ab",7,null,{"id":"pln_a","status":"ACTIVE"}])"));
    BOOST_TEST(!has("[]"));
    BOOST_TEST(!has("null"));
    BOOST_TEST(!has_plan({}, "pln_a"));
}

BOOST_AUTO_TEST_CASE(custom_fields_and_meta_data_are_compared_key_by_key) {
    for (std::string const field : {"customFields", "metaData"}) {
        auto const with = [&](std::string const& value) { return "{\"" + field + "\":" + value + "}"; };
        BOOST_TEST(hold(with(R"({"a":1,"b":2})"), with(R"({"a":1})")));
        BOOST_TEST(hold(with(R"({"a":1})"), with("{}")));
        BOOST_TEST(hold("{}", with("{}")));
        BOOST_TEST(!hold(with(R"({"a":1})"), with(R"({"a":2})")));
        BOOST_TEST(!hold(with(R"({"a":1})"), with(R"({"a":"1"})")));
        BOOST_TEST(!hold(with(R"({"a":1})"), with(R"({"b":1})")));
        BOOST_TEST(!hold("{}", with(R"({"a":1})")));
        BOOST_TEST(!hold(with("null"), with(R"({"a":1})")));
        // A shallow merge replaces what is nested whole.
        BOOST_TEST(!hold(with(R"({"a":{"x":1,"y":2}})"), with(R"({"a":{"x":1}})")));
    }
}

BOOST_AUTO_TEST_CASE(a_null_is_the_same_as_a_missing_key) {
    BOOST_TEST(hold(R"({"customFields":{}})", R"({"customFields":{"a":null}})"));
    BOOST_TEST(hold(R"({"customFields":{"a":null}})", R"({"customFields":{"a":null}})"));
    BOOST_TEST(hold("{}", R"({"customFields":{"a":null}})"));
    BOOST_TEST(hold("{}", R"({"loginRedirect":null})"));
    BOOST_TEST(!hold(R"({"customFields":{"a":0}})", R"({"customFields":{"a":null}})"));
    BOOST_TEST(!hold(R"({"loginRedirect":""})", R"({"loginRedirect":null})"));
}

BOOST_AUTO_TEST_CASE(what_meta_data_loses_holds_where_its_key_is_missing) {
    for (std::string const lost : {"false", "0", "0.0", "-0.0", "\"\""}) {
        auto const set = R"({"metaData":{"a":)" + lost + "}}";
        BOOST_TEST(hold(R"({"metaData":{}})", set), lost);
        BOOST_TEST(hold("{}", set), lost);
        BOOST_TEST(hold(R"({"metaData":null})", set), lost);
        BOOST_TEST(hold(set, set), lost);
        BOOST_TEST(!hold(R"({"metaData":{"a":"x"}})", set), lost); // it is still to be taken away
        BOOST_TEST(!hold(R"({"metaData":{"a":true}})", set), lost);
        BOOST_TEST(!hold(set, R"({"metaData":{"a":1}})"), lost);
        BOOST_TEST(!hold("{}", R"({"customFields":{"a":)" + lost + "}}"), lost); // which keep them
        BOOST_TEST(!hold(R"({"metaData":{}})", R"({"metaData":{"a":)" + lost + R"(,"b":1}})"), lost);
    }
    for (std::string const kept : {"true", "1", "\"0\"", "[]", "{}", "1e-300"})
        BOOST_TEST(!hold(R"({"metaData":{}})", R"({"metaData":{"a":)" + kept + "}}"), kept);
}

BOOST_AUTO_TEST_CASE(what_meta_data_loses_can_be_undone) {
    auto const member = object(R"({"metaData":{"was":"x","odd":0}})");
    auto const set = object(R"({"metaData":{"was":false,"never":"","odd":1}})");
    auto const before = old_fields(member, set);
    BOOST_TEST((before == object(R"({"metaData":{"was":"x","never":null,"odd":0}})")));
    auto const written = object(R"({"metaData":{"odd":1}})"); // as the platform keeps it
    BOOST_TEST(fields_hold(written, set, false));
    BOOST_TEST(!fields_hold(written, before, false));
    BOOST_TEST(fields_hold(object(R"({"metaData":{"was":"x"}})"), before, false)); // undone
}

BOOST_AUTO_TEST_CASE(numbers_compare_by_value_however_deep) {
    BOOST_TEST(hold(R"({"customFields":{"a":1}})", R"({"customFields":{"a":1.0}})"));
    BOOST_TEST(hold(R"({"customFields":{"a":[1,{"b":2.0}]}})", R"({"customFields":{"a":[1.0,{"b":2}]}})"));
    BOOST_TEST(hold(R"({"json":{"a":{"b":[1]}}})", R"({"json":{"a":{"b":[1.0]}}})"));
    BOOST_TEST(!hold(R"({"customFields":{"a":1}})", R"({"customFields":{"a":1.5}})"));
    BOOST_TEST(!hold(R"({"customFields":{"a":[1]}})", R"({"customFields":{"a":[1,2]}})"));
    BOOST_TEST(!hold(R"({"customFields":{"a":{"b":1}}})", R"({"customFields":{"a":{"c":1.0}}})"));
    BOOST_TEST(!hold(R"({"customFields":{"a":true}})", R"({"customFields":{"a":1.0}})"));
}

BOOST_AUTO_TEST_CASE(the_order_of_keys_does_not_matter) {
    BOOST_TEST(hold(R"({"json":{"a":1,"b":2}})", R"({"json":{"b":2,"a":1}})"));
}

BOOST_AUTO_TEST_CASE(the_email_stands_under_auth_and_compares_without_case) {
    BOOST_TEST(hold(R"({"auth":{"email":"Ann@Example.com"}})", R"({"email":"ann@example.COM"})"));
    BOOST_TEST(!hold(R"({"auth":{"email":"ann@example.com"}})", R"({"email":"ann@example.co"})"));
    BOOST_TEST(!hold(R"({"email":"ann@example.com"})", R"({"email":"ann@example.com"})"));
    BOOST_TEST(!hold(R"({"auth":null})", R"({"email":"ann@example.com"})"));
}

BOOST_AUTO_TEST_CASE(json_is_compared_whole_or_as_far_as_the_merge_reaches) {
    BOOST_TEST(hold(R"({"json":{"a":1}})", R"({"json":{"a":1}})"));
    BOOST_TEST(!hold(R"({"json":{"a":1,"b":2}})", R"({"json":{"a":1}})"));
    BOOST_TEST(hold(R"({"json":{"a":1,"b":2}})", R"({"json":{"a":1}})", true));
    BOOST_TEST(hold(R"({"json":{"a":{"x":1,"y":2}}})", R"({"json":{"a":{"x":1}}})", true));
    BOOST_TEST(hold(R"({"json":{"b":2}})", R"({"json":{"a":null}})", true));
    BOOST_TEST(
        !hold(R"({"json":{"a":null}})", R"({"json":{"a":null}})", true)); // the merge takes the key away
    BOOST_TEST(!hold(R"({"json":{"a":[1,2]}})", R"({"json":{"a":[1]}})", true));
    BOOST_TEST(!hold("{}", R"({"json":{"a":1}})", true));
}

BOOST_AUTO_TEST_CASE(every_field_has_to_hold) {
    constexpr auto member = R"({"verified":true,"customFields":{"a":1}})";
    BOOST_TEST(hold(member, R"({"verified":true,"customFields":{"a":1}})"));
    BOOST_TEST(!hold(member, R"({"verified":false,"customFields":{"a":1}})"));
    BOOST_TEST(!hold(member, R"({"verified":true,"customFields":{"a":2}})"));
    BOOST_TEST(hold(member, "{}"));
}

BOOST_AUTO_TEST_CASE(old_values_come_in_the_shape_of_the_change) {
    auto const member =
        object(R"({"auth":{"email":"old@example.com"},"customFields":{"a":1,"b":2},"json":{"x":[1]},)"
               R"("verified":false,"loginRedirect":"/home"})");
    auto const set = object(R"({"email":"new@example.com","customFields":{"a":9,"c":9},"metaData":{"m":1},)"
                            R"("json":{"x":2},"verified":true,"profileImage":"p"})");
    auto const expected =
        object(R"({"email":"old@example.com","customFields":{"a":1,"c":null},"metaData":{"m":null},)"
               R"("json":{"x":[1]},"verified":false,"profileImage":null})");
    BOOST_TEST((old_fields(member, set) == expected));
    BOOST_TEST(fields_hold(member, old_fields(member, set), false)); // undoing right away changes nothing
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack
