#include "memberpulse_desk.hpp"
#include "sandbox/registry.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(sandbox_memberpulse_rest_api)

using namespace muster::sandbox;
using namespace muster::sandbox::memberpulse;
using memberpulse::tests::code_of;
using memberpulse::tests::desk;
namespace json = boost::json;

namespace {

population const people{250, 1, false};
std::string const id = record_id(people, resource::members, 20);
std::string const here = "/api/members/" + id;

json::object document_of_20() {
    return make_record(people, resource::members, 20);
}

/// The body of a PUT that changes one field and keeps the others.
std::string body_with(std::string_view field, json::value value) {
    auto body = document_of_20();
    body.erase("id");
    body.erase("createdAt");
    body[field] = std::move(value);
    return json::serialize(body);
}

} // namespace

BOOST_AUTO_TEST_CASE(it_is_in_the_registry) {
    auto const* const kind = find_kind("memberpulse");
    BOOST_REQUIRE(kind != nullptr);
    ledger effects;
    beginning b;
    b.members = 10;
    b.ids = "number";
    b.shape = "data";
    b.cap = 3;
    auto const made = kind->make(b)(effects);
    auto const page = json::parse(made->answer({"GET", "/api/members", "", ""}, {}, nullptr).body);
    BOOST_TEST(page.at("data").as_array().size() == 3U);
    BOOST_TEST(page.at("data").at(0).at("id").is_number());
}

BOOST_AUTO_TEST_CASE(any_key_is_accepted_and_none_is_not) {
    desk d;
    BOOST_TEST(d.send("GET", here, "", "whatever").status == 200U);
    auto const r = d.send("GET", here, "", "");
    BOOST_TEST(r.status == 401U);
    BOOST_TEST(code_of(r) == "invalid-secret-key");
}

BOOST_AUTO_TEST_CASE(errors_are_problem_documents) {
    desk d;
    auto const r = d.send("GET", "/api/members/none");
    BOOST_TEST(r.status == 404U);
    BOOST_TEST(r.content_type == "application/problem+json");
    auto const body = json::parse(r.body);
    BOOST_TEST(body.at("type").as_string() == "https://api.memberpulse.com/errors/not-found");
    BOOST_TEST(body.at("title").as_string() == "Not Found");
    BOOST_TEST(body.at("status") == json::value(404));
    BOOST_TEST(body.at("detail").is_string());
    BOOST_TEST(code_of(d.send("GET", "/members")) == "no-route");
    BOOST_TEST(code_of(d.send("PATCH", here)) == "no-route");
}

BOOST_AUTO_TEST_CASE(put_takes_the_whole_record_and_loses_what_it_leaves_out) {
    desk d;
    auto const kept = d.send("PUT", here, body_with("status", "expired"));
    BOOST_TEST(kept.status == 200U);
    auto expected = document_of_20();
    expected["status"] = "expired";
    expected["updatedAt"] = "2026-01-01T00:00:00.000Z";
    BOOST_TEST(json::parse(kept.body).as_object() == expected);
    BOOST_TEST(d.read(here).as_object() == expected);

    auto const bare = json::parse(d.send("PUT", here, R"({"email":"x@example.com"})").body).as_object();
    BOOST_TEST(bare.size() == 4U); // id, email, and the two dates
    BOOST_TEST(bare.at("createdAt") == document_of_20().at("createdAt"));
    BOOST_TEST(d.effect(id, "update") == 2);
}

BOOST_AUTO_TEST_CASE(put_refuses_what_is_wrong) {
    desk d;
    auto const said = [&](std::string body) {
        auto const r = d.send("PUT", here, std::move(body));
        BOOST_TEST(r.status == 400U);
        BOOST_TEST(code_of(r) == "validation-error");
        auto const problem = json::parse(r.body);
        auto const& first = problem.at("violations").at(0);
        return std::string(first.at("propertyPath").as_string()) + " "
               + std::string(first.at("message").as_string());
    };
    BOOST_TEST(said(body_with("id", "other")) == "id is written by the platform");
    BOOST_TEST(said(body_with("createdAt", "2020")) == "createdAt is written by the platform");
    BOOST_TEST(said("{}") == "email is missing");
    BOOST_TEST(said(body_with("email", nullptr)) == "email is missing");
    BOOST_TEST(said(body_with("email", "nonsense")) == "email is no e-mail address");
    BOOST_TEST(said(body_with("status", 7)) == "status must be a string");
    auto const other = make_record(people, resource::members, 21).at("email");
    BOOST_TEST(said(body_with("email", other)) == "email belongs to another member");
    BOOST_TEST(code_of(d.send("PUT", here, "[]")) == "bad-request");
    BOOST_TEST(code_of(d.send("PUT", "/api/members/none", "{}")) == "not-found");
    BOOST_TEST(d.effect(id, "update") == 0);
    BOOST_TEST(d.send("PUT", here, body_with("status", nullptr)).status
               == 200U); // its own address is no clash
}

BOOST_AUTO_TEST_CASE(post_makes_a_record_at_the_end_of_the_list) {
    desk d;
    auto const r = d.send("POST", "/api/members", R"({"email":"new@example.com","x":{"y":1}})");
    BOOST_TEST(r.status == 201U);
    auto const made = json::parse(r.body);
    auto const new_id = std::string(made.at("id").as_string());
    BOOST_TEST(made.at("createdAt").as_string() == "2026-01-01T00:00:00.000Z");
    BOOST_TEST(made.at("x").at("y") == json::value(1));
    BOOST_TEST(d.read("/api/members?page=3&itemsPerPage=100").as_array().back() == made);
    BOOST_TEST(d.effect(new_id, "create") == 1);
    BOOST_TEST(d.send("POST", "/api/members", R"({"email":"new@example.com"})").status == 400U);
    BOOST_TEST(d.send("POST", "/api/members", "{}").status == 400U);
    BOOST_TEST(d.send("POST", "/api/events", R"({"title":"Party","status":"draft"})").status == 201U);
    BOOST_TEST(d.send("POST", "/api/courses", "{}").status == 400U);
}

BOOST_AUTO_TEST_CASE(delete_answers_204_once) {
    desk d;
    auto const r = d.send("DELETE", here);
    BOOST_TEST(r.status == 204U);
    BOOST_TEST(r.body == "");
    BOOST_TEST(d.send("GET", here).status == 404U);
    BOOST_TEST(d.send("DELETE", here).status == 404U);
    BOOST_TEST(d.send("GET", "/__members/" + id).status == 404U);
    BOOST_TEST(d.effect(id, "delete") == 1);
}

BOOST_AUTO_TEST_CASE(a_freed_address_can_be_taken) {
    desk d;
    auto const mail = document_of_20().at("email");
    d.send("PUT", here, body_with("email", "moved@example.com"));
    BOOST_TEST(d.send("POST", "/api/members", json::serialize(json::object{{"email", mail}})).status == 201U);
}

BOOST_AUTO_TEST_CASE(events_and_courses_have_calls_of_their_own) {
    desk d;
    auto const event = record_id(people, resource::events, 2);
    BOOST_TEST(d.send("PUT", "/api/events/" + event, R"({"title":"New","status":"published"})").status
               == 200U);
    BOOST_TEST(d.read("/__members/" + event).at("status").as_string() == "published");
    BOOST_TEST(d.send("GET", "/api/members/" + event).status == 404U);
    BOOST_TEST(d.effect(event, "update") == 1);
    auto const calls = d.read("/__ledger").at("byPath").as_object();
    BOOST_TEST(calls.at("PUT /api/events/{id}") == json::value(1));
    BOOST_TEST(calls.at("GET /api/members/{id}") == json::value(1));
}

BOOST_AUTO_TEST_CASE(webhooks_are_added_listed_and_removed) {
    desk d;
    std::string const body =
        R"({"url":"https://your-app.com/webhook","events":["member.created","member.updated"]})";
    auto const r = d.send("POST", "/api/webhooks", body);
    BOOST_TEST(r.status == 201U);
    auto hook = json::parse(r.body).as_object();
    BOOST_TEST(hook.erase("secret") == 1U); // shown this once
    BOOST_TEST(d.read("/api/webhooks") == json::array{hook});
    for (auto const* const bad :
         {"{}", R"({"url":"http://a","events":["a.b"]})", R"({"url":"https://a","events":[]})",
          R"({"url":"https://a","events":["x"]})", R"({"url":"https://a","events":["member.born"]})",
          R"({"url":"https://a","events":["thing.created"]})"})
        BOOST_TEST(code_of(d.send("POST", "/api/webhooks", bad)) == "validation-error");
    auto const target = "/api/webhooks/" + std::string(hook.at("id").as_string());
    BOOST_TEST(d.send("DELETE", target).status == 204U);
    BOOST_TEST(d.send("DELETE", target).status == 404U);
    BOOST_TEST(d.read("/api/webhooks") == json::array());
}

BOOST_AUTO_TEST_CASE(webhooks_come_in_pages_oldest_first) {
    desk d;
    for (int i = 0; i < 11; ++i)
        d.send("POST", "/api/webhooks",
               R"({"url":"https://a/)" + std::to_string(i) + R"(","events":["member.created"]})");
    auto const page = d.read("/api/webhooks?page=2&itemsPerPage=8").as_array();
    BOOST_REQUIRE(page.size() == 3U);
    BOOST_TEST(page[0].at("url").as_string() == "https://a/8");
    BOOST_TEST(page[2].at("url").as_string() == "https://a/10");
    BOOST_TEST(d.read("/api/webhooks?page=3&itemsPerPage=8") == json::array());
}

BOOST_AUTO_TEST_SUITE_END()
