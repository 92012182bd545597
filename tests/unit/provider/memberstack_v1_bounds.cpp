#include "provider/memberstack_v1/bounds.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack_v1 {

BOOST_AUTO_TEST_SUITE(memberstack_v1_bounds)

namespace {

namespace json = boost::json;

json::object one(std::string const& key, json::value value) {
    json::object o;
    o[key] = std::move(value);
    return o;
}

std::string many(std::string_view character, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += character;
    return text;
}

bool objects_to_update(std::string_view set) {
    return objection_to_update(json::parse(set).as_object()).has_value();
}

std::string objection_to_member(std::string_view document) {
    return objection_to_new_member(json::parse(document).as_object()).value_or("");
}

} // namespace

BOOST_AUTO_TEST_CASE(meta_data_holds_50_values_at_most) {
    json::object all;
    for (int i = 0; i < 50; ++i) all["k" + std::to_string(i)] = "v";
    BOOST_TEST(!objection_to_meta_data(all));
    all["gone"] = nullptr; // takes a value away
    BOOST_TEST(!objection_to_meta_data(all));
    all["one more"] = "v";
    BOOST_TEST(objection_to_meta_data(all).value_or("").find("51 values") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(keys_hold_50_code_points_and_values_500) {
    for (auto const* const character : {"x", "ü", "山", "🦊"}) {
        BOOST_TEST(!objection_to_meta_data(one(many(character, 50), "v")));
        BOOST_TEST(objection_to_meta_data(one(many(character, 51), "v")).has_value());
        BOOST_TEST(!objection_to_meta_data(one("k", json::value(many(character, 500)))));
        auto const wrong = objection_to_meta_data(one("k", json::value(many(character, 501))));
        BOOST_TEST(wrong.value_or("") == "metaData.k has 501 characters; 500 is the most");
    }
}

BOOST_AUTO_TEST_CASE(values_that_are_no_text_count_as_their_json) {
    BOOST_TEST(!objection_to_meta_data(one("k", 5)));
    BOOST_TEST(!objection_to_meta_data(one("k", json::array(249, 1)))); // [1,1,...]: 499
    BOOST_TEST(objection_to_meta_data(one("k", json::array(250, 1))).has_value());
}

BOOST_AUTO_TEST_CASE(an_update_keeps_to_the_bounds_and_to_addresses) {
    BOOST_TEST(!objects_to_update(R"({"metaData":{"a":"b"},"customFields":{"a":"b"},"email":"a@b.c"})"));
    BOOST_TEST(objects_to_update(R"({"email":"ann"})"));
    BOOST_TEST(objects_to_update(R"({"email":null})"));
    BOOST_TEST(objects_to_update(R"({"metaData":"text"})"));
    BOOST_TEST(objects_to_update(R"({"metaData":{"k":")" + std::string(501, 'x') + "\"}}"));
    BOOST_TEST(!objects_to_update(R"({"customFields":{"k":")" + std::string(501, 'x') + "\"}}"));
}

BOOST_AUTO_TEST_CASE(a_new_member_has_an_address_a_password_and_a_plan) {
    BOOST_TEST(objection_to_member(R"({"email":"a@b.c","password":"12345678","plan":"p"})") == "");
    BOOST_TEST(objection_to_member(R"({"password":"12345678","plan":"p"})").find("e-mail")
               != std::string::npos);
    for (auto const* const password : {"", R"("password":"1234567",)", R"("password":12345678,)"})
        BOOST_TEST(
            objection_to_member(std::string("{") + password + R"("email":"a@b.c","plan":"p"})").find("8 char")
            != std::string::npos);
    BOOST_TEST(objection_to_member(R"({"email":"a@b.c","password":"üüüüüüü","plan":"p"})") != "");
    for (auto const* const plan : {"", R"(,"plan":"")", R"(,"plan":null)", R"(,"plan":["p"])"})
        BOOST_TEST(objection_to_member(R"({"email":"a@b.c","password":"12345678")" + std::string(plan) + "}")
                       .find("plan")
                   != std::string::npos);
    BOOST_TEST(objection_to_member(R"({"email":"a@b.c","password":"12345678","plan":"p","metaData":[]})")
               != "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_v1
