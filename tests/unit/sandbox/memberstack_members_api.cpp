#include "desk.hpp"
#include "http/message.hpp"
#include "sandbox/memberstack/members_api.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(sandbox_memberstack_members_api)

using namespace muster::sandbox;
using namespace muster::sandbox::memberstack;
using namespace muster::sandbox::tests;
namespace json = boost::json;

namespace {

std::string const id = member_id(1, 20);
std::string const here = "/members/" + id;

bool has_plan(json::value const& reply, std::string_view plan_id) {
    auto const& all = reply.at("data").at("planConnections").as_array();
    return std::any_of(all.begin(), all.end(),
                       [&](json::value const& c) { return c.at("planId").as_string() == plan_id; });
}

} // namespace

BOOST_AUTO_TEST_CASE(a_member_is_found_by_id_and_by_any_encoded_email) {
    desk d;
    for (std::uint64_t i = 0; i < 250; ++i) {
        auto const document = make_member({250, 1}, i);
        auto const& text = document.at("auth").at("email").as_string();
        // Only what RFC 3986 calls unreserved stays as it is, as the official SDK's encodeURIComponent nearly
        // does.
        auto const by_email = d.read("/members/" + muster::http::percent_encode(std::string_view(text)));
        BOOST_TEST(by_email.at("data").as_object() == document);
        BOOST_TEST(d.read("/members/" + member_id(1, i)) == by_email);
    }
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_200_with_null) {
    desk d;
    auto const r = d.send("GET", "/members/mem_sb_none");
    BOOST_TEST(r.status == 200U);
    BOOST_TEST(r.body == R"({"data":null})");
    BOOST_TEST(d.send("GET", "/members/nobody%40example.com").body == R"({"data":null})");
}

BOOST_AUTO_TEST_CASE(create_makes_a_member_at_the_end_of_the_list) {
    desk d;
    auto const r = d.send("POST", "/members", R"({"email":"new@example.com","password":"password1",
        "plans":[{"planId":"pln_free"}],"customFields":{"country":"Sweden"},"metaData":{"a":1},"json":{"n":5},
        "loginRedirect":"/hi"})");
    BOOST_TEST(r.status == 200U);
    auto const made = json::parse(r.body);
    auto const new_id = std::string(std::string_view(made.at("data").at("id").as_string()));
    BOOST_TEST(new_id.starts_with("mem_sb_"));
    BOOST_TEST(made.at("data").at("createdAt").as_string() == "2026-01-01T00:00:00.000Z");
    BOOST_TEST(made.at("data").at("json").at("n") == json::value(5));
    BOOST_TEST(has_plan(made, "pln_free"));
    BOOST_TEST(d.read("/members/new%40example.com") == made);
    auto const newest = d.read("/members?order=DESC&limit=1");
    BOOST_TEST(newest.at("data").at(0).at("id").as_string() == new_id);
    BOOST_TEST(newest.at("totalCount") == json::value(251));
    BOOST_TEST(d.effect(new_id, "create") == 1);
}

BOOST_AUTO_TEST_CASE(create_refuses_what_is_wrong) {
    desk d;
    auto code = [&](std::string body) {
        auto const r = d.send("POST", "/members", std::move(body));
        BOOST_TEST(r.status == 400U);
        return code_of(r);
    };
    BOOST_TEST(code("{}") == "validation-error");
    BOOST_TEST(code("") == "validation-error");
    BOOST_TEST(code("[1]") == "invalid-json");
    BOOST_TEST(code("{") == "invalid-json");
    BOOST_TEST(code(R"({"email":"nonsense","password":"password1"})") == "validation-error");
    BOOST_TEST(code(R"({"email":5,"password":"password1"})") == "validation-error");
    BOOST_TEST(code(R"({"email":"a@b.example"})") == "invalid-password");
    BOOST_TEST(code(R"({"email":"a@b.example","password":"short"})") == "invalid-password");
    BOOST_TEST(code(R"({"email":"a@b.example","password":"password1","plans":[{"planId":"pln_no"}]})")
               == "plan-not-found");
    BOOST_TEST(code(R"({"email":"a@b.example","password":"password1","plans":[{"planId":"pln_pro"}]})")
               == "plan-not-free");
    BOOST_TEST(code(R"({"email":"a@b.example","password":"password1","plans":{}})") == "validation-error");
    BOOST_TEST(d.ledger().at("members").as_object().empty());
    BOOST_TEST(d.send("POST", "/members", R"({"email":"a@b.example","password":"password1"})").status
               == 200U);
    BOOST_TEST(code(R"({"email":"a@b.example","password":"password1"})") == "email-already-in-use");
}

BOOST_AUTO_TEST_CASE(update_merges_fields_and_replaces_json) {
    desk d;
    d.send("PATCH", here,
           R"({"customFields":{"a":1,"b":{"x":1}},"metaData":{"m":1},"json":{"one":1,"two":2}})");
    auto const r = d.send("PATCH", here, R"({"customFields":{"b":{"y":2},"c":3},"metaData":{"n":null},
        "json":{"three":3},"verified":false,"loginRedirect":"/x","profileImage":"p.png","email":"moved@example.com"})");
    BOOST_TEST(r.status == 200U);
    auto const now = json::parse(r.body).at("data");
    BOOST_TEST(now.at("customFields").at("a") == json::value(1));
    BOOST_TEST(now.at("customFields").at("b") == json::parse(R"({"y":2})")); // one level deep only
    BOOST_TEST(now.at("customFields").at("c") == json::value(3));
    BOOST_TEST(now.at("metaData").at("m") == json::value(1));
    BOOST_TEST(now.at("metaData").at("n").is_null());
    BOOST_TEST(now.at("json") == json::parse(R"({"three":3})"));
    BOOST_TEST(now.at("verified") == json::value(false));
    BOOST_TEST(now.at("loginRedirect").as_string() == "/x");
    BOOST_TEST(now.at("profileImage").as_string() == "p.png");
    BOOST_TEST(d.read("/members/moved%40example.com").at("data").at("id").as_string() == id);
    BOOST_TEST(d.effect(id, "update") == 2);
}

BOOST_AUTO_TEST_CASE(meta_data_loses_what_is_false_zero_or_empty) {
    desk d;
    d.send("PATCH", here, R"({"metaData":{"a":"x","b":true,"c":7,"kept":"0"},"customFields":{"a":"x"}})");
    auto const r = d.send("PATCH", here, R"({"metaData":{"a":"","b":false,"c":0,"never":0.0},
        "customFields":{"a":"","b":false,"c":0}})");
    auto const now = json::parse(r.body).at("data");
    BOOST_TEST(now.at("metaData").at("kept") == json::value("0"));
    for (auto const* const lost : {"a", "b", "c", "never"})
        BOOST_TEST(!now.at("metaData").as_object().contains(lost), lost);
    BOOST_TEST(now.at("customFields").at("a") == json::value(""));
    BOOST_TEST(now.at("customFields").at("b") == json::value(false));
    BOOST_TEST(now.at("customFields").at("c") == json::value(0));
    auto const made = d.send("POST", "/members",
                             R"({"email":"n@example.com","password":"password1","metaData":{"a":1,"b":0}})");
    BOOST_TEST(json::parse(made.body).at("data").at("metaData") == json::parse(R"({"a":1})"));
}

BOOST_AUTO_TEST_CASE(update_gives_fields_to_a_member_that_has_none) {
    desk d(desk::unlimited(), 1000);
    std::size_t without = 0;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        auto const before = make_member({1000, 1}, i);
        if (before.contains("customFields") && before.at("customFields").is_object()) continue;
        ++without;
        auto const r =
            d.send("PATCH", "/members/" + member_id(1, i), R"({"customFields":{"country":"USA"}})");
        BOOST_TEST(json::parse(r.body).at("data").at("customFields") == json::parse(R"({"country":"USA"})"));
    }
    BOOST_TEST(without > 0U);
}

BOOST_AUTO_TEST_CASE(update_refuses_what_is_wrong) {
    desk d;
    auto const other = make_member({250, 1}, 21).at("auth").at("email");
    BOOST_TEST(code_of(d.send("PATCH", "/members/mem_no", R"({"verified":true})")) == "generic-message");
    BOOST_TEST(d.send("PATCH", "/members/mem_no", "{}").status == 400U);
    BOOST_TEST(code_of(d.send("PATCH", here, R"({"customFields":null})")) == "validation-error");
    BOOST_TEST(code_of(d.send("PATCH", here, R"({"verified":"yes"})")) == "validation-error");
    json::object const taken{{"email", other}};
    BOOST_TEST(code_of(d.send("PATCH", here, json::serialize(taken))) == "email-already-in-use");
    BOOST_TEST(d.send("PATCH", here, R"({"unheardOf":1})").status == 200U);
    BOOST_TEST(d.effect(id, "update") == 0);
    // Its own address is no clash.
    json::object const same{{"email", make_member({250, 1}, 20).at("auth").at("email")}};
    BOOST_TEST(d.send("PATCH", here, json::serialize(same)).status == 200U);
}

BOOST_AUTO_TEST_CASE(delete_removes_the_member_and_notes_its_flags) {
    desk d;
    auto const r =
        d.send("DELETE", here, R"({"deleteStripeCustomer":true,"cancelStripeSubscriptions":false})");
    BOOST_TEST(r.body == R"({"data":{"id":")" + id + R"("}})");
    BOOST_TEST(d.send("GET", here).body == R"({"data":null})");
    BOOST_TEST(d.send("GET", "/__members/" + id).status == 404U);
    auto const again = d.send("DELETE", here);
    BOOST_TEST(again.status == 400U);
    BOOST_TEST(code_of(again) == "generic-message");
    BOOST_TEST(d.effect(id, "delete") == 1);
    BOOST_TEST(d.effect(id, "deleteStripeCustomer") == 1);
    BOOST_TEST(d.effect(id, "cancelStripeSubscriptions") == 0);
    BOOST_TEST(d.send("DELETE", "/members/" + member_id(1, 21)).status == 200U); // the body is optional
}

BOOST_AUTO_TEST_CASE(a_plan_is_added_and_removed_once) {
    desk d;
    std::string const body = R"({"planId":"pln_new"})";
    auto const added = d.send("POST", here + "/add-plan", body);
    BOOST_TEST(added.status == 200U);
    BOOST_TEST(added.body == "OK");
    BOOST_TEST(added.content_type.starts_with("text/plain"));
    BOOST_TEST(has_plan(d.read(here), "pln_new"));
    auto const again = d.send("POST", here + "/add-plan", body);
    BOOST_TEST(again.status == 400U);
    BOOST_TEST(code_of(again) == "already-have-plan");
    BOOST_TEST(d.send("POST", here + "/remove-plan", body).body == "OK");
    BOOST_TEST(!has_plan(d.read(here), "pln_new"));
    BOOST_TEST(code_of(d.send("POST", here + "/remove-plan", body)) == "member-does-not-have-plan");
    BOOST_TEST(d.effect(id, "addPlan:pln_new") == 1);
    BOOST_TEST(d.effect(id, "removePlan:pln_new") == 1);
}

BOOST_AUTO_TEST_CASE(a_plan_that_is_unknown_or_paid_is_refused) {
    desk d;
    for (std::string const call : {"/add-plan", "/remove-plan"}) {
        BOOST_TEST(code_of(d.send("POST", here + call, R"({"planId":"pln_no"})")) == "plan-not-found");
        BOOST_TEST(code_of(d.send("POST", here + call, "{}")) == "plan-not-found");
        BOOST_TEST(code_of(d.send("POST", here + call, R"({"planId":"pln_pro"})")) == "plan-not-free");
        BOOST_TEST(d.send("POST", "/members/mem_no" + call, R"({"planId":"pln_free"})").status == 404U);
    }
}

BOOST_AUTO_TEST_CASE(tokens_of_members_are_valid_and_others_are_not) {
    desk d;
    auto const r = d.send("POST", "/members/verify-token", R"({"token":"tok_)" + id + "\"}");
    BOOST_TEST(r.status == 200U);
    auto const data = json::parse(r.body).at("data");
    BOOST_TEST(data.at("id").as_string() == id);
    BOOST_TEST(data.at("type").as_string() == "member");
    BOOST_TEST(data.at("exp").as_int64() > data.at("iat").as_int64());
    for (auto const* const field : {"aud", "iss"}) BOOST_TEST(data.at(field).is_string());
    for (std::string const bad : {R"({"token":"tok_mem_no"})", R"({"token":7})", "{}"}) {
        auto const refused = d.send("POST", "/members/verify-token", bad);
        BOOST_TEST(refused.status == 400U);
        BOOST_TEST(code_of(refused) == "INVALID_TOKEN");
    }
}

BOOST_AUTO_TEST_SUITE_END()
