#include "provider/memberstack_v1/state.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack_v1 {

BOOST_AUTO_TEST_SUITE(memberstack_v1_state)

namespace {

namespace json = boost::json;

json::object object(std::string_view text) {
    return json::parse(text).as_object();
}

effect hold(std::string_view member, std::string_view set, settings const& s = {}, bool merge = false) {
    return fields_hold(object(member), core::update_fields{object(set), merge}, s);
}

std::string old(std::string_view member, std::string_view set, settings const& s = {}) {
    return json::serialize(old_fields(object(member), object(set), s));
}

} // namespace

BOOST_AUTO_TEST_CASE(meta_data_is_merged_and_so_compared_key_by_key) {
    auto const* const member = R"({"id":"a","metaData":{"x":"1","y":"2"}})";
    BOOST_TEST((hold(member, R"({"metaData":{"x":"1"}})") == effect::present));
    BOOST_TEST((hold(member, R"({"metaData":{"x":"1","z":null}})") == effect::present));
    BOOST_TEST((hold(member, R"({"metaData":{"x":"2"}})") == effect::absent));
    BOOST_TEST((hold(R"({"id":"a"})", R"({"metaData":{"x":"1"}})") == effect::absent)); // left out if empty
    BOOST_TEST((hold(R"({"id":"a","metaData":null})", R"({"metaData":{"x":null}})") == effect::present));
}

BOOST_AUTO_TEST_CASE(meta_data_that_is_replaced_is_compared_whole_unless_merged) {
    settings s;
    s.replaces_meta_data = true;
    auto const* const member = R"({"id":"a","metaData":{"x":"1","y":"2"}})";
    BOOST_TEST((hold(member, R"({"metaData":{"x":"1"}})", s) == effect::absent));
    BOOST_TEST((hold(member, R"({"metaData":{"y":"2","x":"1"}})", s) == effect::present));
    BOOST_TEST((hold(member, R"({"metaData":{"x":"1"}})", s, true) == effect::present));
    BOOST_TEST(old(member, R"({"metaData":{"x":"3"}})", s) == R"({"metaData":{"x":"1","y":"2"}})");
}

BOOST_AUTO_TEST_CASE(custom_fields_that_are_not_shown_may_hold_anything) {
    settings shown;
    shown.shows_custom_fields = true;
    auto const* const set = R"({"customFields":{"a":"1"}})";
    BOOST_TEST((hold(R"({"id":"a"})", set) == effect::cannot_tell));
    BOOST_TEST((hold(R"({"id":"a"})", set, shown) == effect::absent));
    // What is there can be believed, whatever the setting.
    BOOST_TEST((hold(R"({"id":"a","customFields":{"a":"1"}})", set) == effect::present));
    BOOST_TEST((hold(R"({"id":"a","customFields":{"a":"2"}})", set) == effect::absent));
    BOOST_TEST((hold(R"({"id":"a"})", R"({"memberPage":"x"})", shown) == effect::cannot_tell));
    // One shown field that differs settles it.
    BOOST_TEST(
        (hold(R"({"id":"a","metaData":{"x":"1"}})", R"({"customFields":{"a":"1"},"metaData":{"x":"2"}})")
         == effect::absent));
    BOOST_TEST(
        (hold(R"({"id":"a","metaData":{"x":"2"}})", R"({"customFields":{"a":"1"},"metaData":{"x":"2"}})")
         == effect::cannot_tell));
}

BOOST_AUTO_TEST_CASE(email_addresses_compare_without_case) {
    BOOST_TEST((hold(R"({"id":"a","email":"Ann@Example.com"})", R"({"email":"ann@example.com"})")
                == effect::present));
    BOOST_TEST((hold(R"({"id":"a","email":"a@b.c"})", R"({"email":"x@b.c"})") == effect::absent));
}

BOOST_AUTO_TEST_CASE(old_values_that_nobody_knows_are_left_out) {
    auto const* const set = R"({"customFields":{"a":"1"},"memberPage":"x","metaData":{"k":"v"}})";
    BOOST_TEST(old(R"({"id":"a"})", set) == R"({"metaData":{"k":null}})");
    BOOST_TEST(old(R"({"id":"a","customFields":{"a":"0","b":"1"},"memberPage":"y"})", set)
               == R"({"customFields":{"a":"0"},"memberPage":"y","metaData":{"k":null}})");
}

BOOST_AUTO_TEST_CASE(what_is_hidden_depends_on_the_setting) {
    settings shown;
    shown.shows_custom_fields = true;
    BOOST_TEST(sets_what_is_hidden(object(R"({"metaData":{},"customFields":{}})"), {}));
    BOOST_TEST(!sets_what_is_hidden(object(R"({"metaData":{},"customFields":{}})"), shown));
    BOOST_TEST(sets_what_is_hidden(object(R"({"memberPage":"x"})"), shown));
    BOOST_TEST(!sets_what_is_hidden(object(R"({"metaData":{},"email":"a@b.c"})"), {}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_v1
