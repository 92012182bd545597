#include "provider/memberstack/platform.hpp"
#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack {

BOOST_AUTO_TEST_SUITE(provider_memberstack)

namespace {

namespace json = boost::json;

using tests::reply;
using tests::sole;
using tests::unit_of;

memberstack::platform const under_test;

std::string target_of(list_query const& q) {
    return under_test.list(q).target;
}

/// A page, with the memory that it lives in.
struct read_page {
    explicit read_page(std::string body)
        : result(under_test.read_page({}, reply(200, std::move(body)), memory)) {}
    json::monotonic_resource memory;
    std::variant<page, page_fault, core::verdict> result;
    page const& good() const {
        if (auto const* const f = std::get_if<page_fault>(&result)) BOOST_FAIL(f->message);
        return std::get<page>(result);
    }
    std::string fault() const { return std::get<page_fault>(result).message; }
};

struct read_member {
    explicit read_member(http::reply const& r) : result(under_test.read_member(r, memory)) {}
    json::monotonic_resource memory;
    std::variant<found_member, core::verdict> result;
};

/// A member made of JSON text.
struct person {
    explicit person(std::string_view text) : document(json::parse(text).as_object()) {
        as_member.id = "mem_1";
        as_member.document = &document;
    }
    json::object document;
    core::member as_member;
};

core::change update(std::string_view set, bool merge = false) {
    return core::update_fields{json::parse(set).as_object(), merge};
}

std::string line_of(http::request const& r) {
    return std::string(http::to_string(r.verb)) + " " + r.target + " " + r.body;
}

} // namespace

BOOST_AUTO_TEST_CASE(its_profile_is_the_platforms) {
    auto const& about = under_test.about();
    BOOST_TEST(about.base_url == "https://admin.memberstack.com");
    BOOST_TEST(about.key_header == "X-API-KEY");
    BOOST_TEST(about.key_prefix == "");
    BOOST_REQUIRE_EQUAL(about.limits.size(), 1U);
    BOOST_TEST(about.limits.front().requests == 25U);
    BOOST_TEST((about.limits.front().window == std::chrono::seconds(1)));
    BOOST_TEST((about.limits.front().counted_by == limit::scope::address));
    BOOST_TEST(requests_per_second(about) == 25);
    BOOST_TEST(about.page_size == 100U);
    BOOST_TEST(about.can.newest_first);
    BOOST_TEST(about.can.verify_token);
    BOOST_TEST(members_per_request(about, core::add_plan{"pln_a"}) == 1U);
}

BOOST_AUTO_TEST_CASE(only_a_sandbox_key_is_not_live) {
    auto const about_url = under_test.about().base_url;
    BOOST_TEST(!under_test.is_live("sk_sb_abc", about_url));
    for (auto const* const live : {"sk_live_abc", "sk_abc", "sk_sbabc", "SK_SB_abc", "pk_sb_abc"})
        BOOST_TEST(under_test.is_live(live, about_url));
}

BOOST_AUTO_TEST_CASE(only_a_publishable_key_is_objected_to) {
    for (auto const* const fine : {"sk_sb_abc", "sk_live_abc", "sk_abc", "key-abc", ""})
        BOOST_TEST(!under_test.objection_to_key(fine));
    for (auto const* const publishable : {"pk_abc", "pk_sb_abc"})
        BOOST_TEST(under_test.objection_to_key(publishable).value_or("").find("begins with sk_")
                   != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_list_request_says_what_it_needs) {
    list_query q;
    q.limit = 100;
    BOOST_TEST(line_of(under_test.list(q)) == "GET /members?limit=100 ");
    q.after = "12345";
    BOOST_TEST(target_of(q) == "/members?limit=100&after=12345");
    q.newest_first = true;
    BOOST_TEST(target_of(q) == "/members?limit=100&after=12345&order=DESC");
    q.fields = {"customFields.country", "json.score"};
    BOOST_TEST(target_of(q) == "/members?limit=100&after=12345&order=DESC&includeJSON=true");
    q.fields = {"jsonish", "customFields.json"};
    BOOST_TEST(target_of(q) == "/members?limit=100&after=12345&order=DESC");
    list_query opaque;
    opaque.limit = 1;
    opaque.after = "a/b c&d=";
    BOOST_TEST(target_of(opaque) == "/members?limit=1&after=a%2Fb%20c%26d%3D");
}

BOOST_AUTO_TEST_CASE(a_page_is_read) {
    read_page const read(
        R"({"totalCount":1234,"endCursor":99,"hasNextPage":true,"data":[)"
        R"({"id":"mem_1","auth":{"email":"a@example.com"},"customFields":{"x":1}},{"id":"mem_2"}]})");
    auto const& p = read.good();
    BOOST_TEST(p.more);
    BOOST_TEST(p.next == "99");
    BOOST_TEST(p.total_count.value() == 1234U);
    BOOST_REQUIRE(p.members.size() == 2U);
    BOOST_TEST(p.members[0].id == "mem_1");
    BOOST_TEST(p.members[0].email == "a@example.com");
    BOOST_TEST((p.members[0].document->at("customFields") == json::object{{"x", 1}}));
    BOOST_TEST(p.members[1].id == "mem_2");
    BOOST_TEST(p.members[1].email == "");
}

BOOST_AUTO_TEST_CASE(both_words_for_more_are_understood) {
    for (std::string const word : {"hasNextPage", "hasMore"})
        for (bool const more : {true, false}) {
            read_page const read("{\"endCursor\":7,\"" + word + "\":" + (more ? "true" : "false")
                                 + ",\"data\":[]}");
            BOOST_TEST(read.good().more == more);
            BOOST_TEST(read.good().next == "7");
            BOOST_TEST(!read.good().total_count.has_value());
        }
    BOOST_TEST(read_page(R"({"endCursor":7,"data":[]})").fault().find("hasNextPage") != std::string::npos);
    BOOST_TEST(read_page(R"({"endCursor":7,"hasNextPage":"yes","data":[]})").fault() != "");
}

BOOST_AUTO_TEST_CASE(cursors_are_numbers_or_text_and_are_passed_on_as_they_came) {
    for (auto const& [given, cursor] : {std::pair{"0", "0"},
                                        {"18446744073709551615", "18446744073709551615"},
                                        {"-3", "-3"},
                                        {"\"abc=/\"", "abc=/"}}) {
        read_page const read(std::string(R"({"hasNextPage":true,"data":[],"endCursor":)") + given + "}");
        BOOST_TEST(read.good().next == cursor);
    }
}

BOOST_AUTO_TEST_CASE(a_missing_cursor_matters_only_where_there_is_more) {
    for (auto const& end : std::initializer_list<std::string>{
             "", R"(,"endCursor":null)", R"(,"endCursor":1.5)", R"(,"endCursor":{})", R"(,"endCursor":"")",
             R"(,"endCursor":1e400)", R"(,"endCursor":")" + std::string(5000, 'x') + "\""}) {
        read_page const last(R"({"hasNextPage":false,"data":[])" + end + "}");
        BOOST_TEST(!last.good().more);
        read_page const middle(R"({"hasNextPage":true,"data":[])" + end + "}");
        BOOST_TEST(middle.fault().find("endCursor") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_member_without_an_id_makes_the_page_unusable) {
    for (std::string const bad :
         {"{}", R"({"id":""})", R"({"id":7})", R"({"id":null})", "null", "\"mem_2\"", "[]"}) {
        read_page const read(R"({"hasNextPage":false,"endCursor":1,"data":[{"id":"mem_1"},)" + bad + "]}");
        BOOST_TEST(read.fault() == "member 2 of the page has no id");
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_list_is_a_page_fault) {
    for (auto const* const body : {"", "OK", "null", "[]", "{}", R"({"data":null,"hasNextPage":false})",
                                   R"({"data":{},"hasNextPage":false})", R"({"data":[],"hasNextPage":fal)"})
        BOOST_TEST(read_page(body).fault() != "");
}

BOOST_AUTO_TEST_CASE(an_error_in_a_successful_page_is_a_verdict) {
    read_page const read(R"({"error":{"code":"bad-after","message":"no such cursor"}})");
    auto const& r = std::get<core::rejected>(std::get<core::verdict>(read.result));
    BOOST_TEST(r.code == "bad-after");
    BOOST_TEST(r.message == "no such cursor");
}

BOOST_AUTO_TEST_CASE(deeply_nested_member_data_does_not_lock_the_page) {
    std::string deep = "1";
    for (int i = 0; i < 100; ++i) deep = "{\"k\":" + deep + "}";
    read_page const read(R"({"hasNextPage":false,"endCursor":1,"data":[{"id":"mem_1","json":)" + deep
                         + "}]}");
    BOOST_TEST(read.good().members.size() == 1U);
    BOOST_TEST(std::holds_alternative<core::done>(sole(under_test.judge(
        unit_of(update("{}")), reply(200, R"({"data":{"id":"mem_1","json":)" + deep + "}}")))));
}

BOOST_AUTO_TEST_CASE(a_member_is_asked_for_by_id_or_email) {
    BOOST_TEST(line_of(under_test.get("mem_1")) == "GET /members/mem_1 ");
    BOOST_TEST(under_test.get("ann+x@example.com").target == "/members/ann%2Bx%40example.com");
    BOOST_TEST(under_test.get("a/b?c").target == "/members/a%2Fb%3Fc");
}

BOOST_AUTO_TEST_CASE(a_member_is_read) {
    read_member const read(reply(200, R"({"data":{"id":"mem_1","auth":{"email":"a@example.com"}}})"));
    auto const& m = std::get<found_member>(read.result);
    BOOST_REQUIRE(m.has_value());
    BOOST_TEST(m->id == "mem_1");
    BOOST_TEST(m->email == "a@example.com");
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_null_or_404) {
    for (auto const& r :
         {reply(200, R"({"data":null})"), reply(404, R"({"code":"member-not-found","message":"x"})"),
          reply(404, R"({"error":"Member not found"})")}) {
        read_member const read(r);
        BOOST_REQUIRE(std::holds_alternative<found_member>(read.result));
        BOOST_TEST(!std::get<found_member>(read.result).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_404_that_does_not_come_from_the_api_says_nothing_of_the_member) {
    read_member const read(reply(404, "<html>no such route</html>"));
    auto const& r = std::get<core::rejected>(std::get<core::verdict>(read.result));
    BOOST_TEST(r.code == "http-404");
}

BOOST_AUTO_TEST_CASE(a_member_reply_without_a_member_is_transient) {
    for (auto const* const body :
         {"", "{}", R"({"data":{}})", R"({"data":[]})", R"({"data":"mem_1"})", "[]"}) {
        read_member const read(reply(200, body));
        BOOST_TEST(std::holds_alternative<core::transient>(std::get<core::verdict>(read.result)));
    }
}

BOOST_AUTO_TEST_CASE(each_change_has_its_request) {
    BOOST_TEST(line_of(under_test.perform(unit_of(core::add_plan{"pln_a"})))
               == R"(POST /members/mem_1/add-plan {"planId":"pln_a"})");
    BOOST_TEST(line_of(under_test.perform(unit_of(core::remove_plan{"pln_a"})))
               == R"(POST /members/mem_1/remove-plan {"planId":"pln_a"})");
    BOOST_TEST(line_of(under_test.perform(unit_of(update(R"({"customFields":{"a":null},"verified":true})"))))
               == R"(PATCH /members/mem_1 {"customFields":{"a":null},"verified":true})");
    BOOST_TEST(
        line_of(under_test.perform(unit_of(core::delete_member{})))
        == R"(DELETE /members/mem_1 {"deleteStripeCustomer":false,"cancelStripeSubscriptions":false})");
    BOOST_TEST(line_of(under_test.perform(unit_of(core::delete_member{
                   {{"deleteStripeCustomer", true}, {"cancelStripeSubscriptions", true}}})))
               == R"(DELETE /members/mem_1 {"deleteStripeCustomer":true,"cancelStripeSubscriptions":true})");
    BOOST_TEST(under_test.perform(unit_of(core::delete_member{}, "a/b")).target == "/members/a%2Fb");
    BOOST_TEST(line_of(under_test.verify_token("ey\"J"))
               == R"(POST /members/verify-token {"token":"ey\"J"})");
}

BOOST_AUTO_TEST_CASE(a_member_is_made_from_its_document) {
    core::create_member const made{{{"email", "a@example.com"}, {"password", "secret"}}};
    BOOST_TEST(line_of(under_test.perform(unit_of(made, "a@example.com")))
               == R"(POST /members {"email":"a@example.com","password":"secret"})");
    auto const judged = [&](unsigned status, std::string body) {
        return sole(under_test.judge(unit_of(made, "a@example.com"), reply(status, std::move(body))));
    };
    BOOST_TEST(std::get<core::done>(judged(200, R"({"data":{"id":"mem_9"}})")).id == "mem_9");
    BOOST_TEST(tests::is<core::transient>(judged(200, R"({"data":null})"))); // which id it has is not known
    BOOST_TEST(tests::is<core::rejected>(judged(400, R"({"code":"email-taken","message":"taken"})")));
    BOOST_TEST((under_test.test(made, person(R"({"id":"mem_9"})").as_member) == effect::present));
    BOOST_TEST(under_test.before_image(made, person(R"({"id":"mem_9"})").as_member).empty());
}

BOOST_AUTO_TEST_CASE(an_upsert_is_objected_to) {
    BOOST_TEST(under_test.objection(core::upsert_member{}).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_in_doubt_is_read_back_but_for_requests_of_the_users_own) {
    for (core::change const& c : {core::change(core::add_plan{"pln_a"}), update("{}"),
                                  core::change(core::create_member{}), core::change(core::delete_member{})})
        BOOST_TEST((under_test.in_doubt(c) == doubt::read_back));
    core::raw_request raw;
    BOOST_TEST((under_test.in_doubt(raw) == doubt::give_up));
    raw.idempotent = true;
    BOOST_TEST((under_test.in_doubt(raw) == doubt::send_again));
}

BOOST_AUTO_TEST_CASE(only_merging_json_needs_the_present_state) {
    BOOST_TEST(under_test.needs_current(update(R"({"json":{"a":1}})", true)));
    BOOST_TEST(!under_test.needs_current(update(R"({"json":{"a":1}})", false)));
    BOOST_TEST(!under_test.needs_current(update(R"({"customFields":{"a":1}})", true)));
    BOOST_TEST(!under_test.needs_current(core::add_plan{"pln_a"}));
}

BOOST_AUTO_TEST_CASE(completing_merges_into_what_the_member_holds) {
    person const now(R"({"id":"mem_1","json":{"a":{"x":1},"b":2}})");
    auto const c = under_test.complete(update(R"({"json":{"a":{"y":2},"b":null},"verified":true})", true),
                                       now.as_member);
    auto const& u = std::get<core::update_fields>(c);
    BOOST_TEST((u.set == json::parse(R"({"json":{"a":{"x":1,"y":2}},"verified":true})").as_object()));
    BOOST_TEST(!u.merge);
    for (auto const* const without : {R"({"id":"mem_1"})", R"({"id":"mem_1","json":null})"}) {
        auto const first =
            under_test.complete(update(R"({"json":{"a":1,"b":null}})", true), person(without).as_member);
        BOOST_TEST((std::get<core::update_fields>(first).set.at("json") == json::object{{"a", 1}}));
    }
}

BOOST_AUTO_TEST_CASE(a_change_is_tested_for_on_the_members_document) {
    person const with(
        R"({"id":"mem_1","planConnections":[{"planId":"pln_a","status":"ACTIVE"}],"json":{"a":1,"b":2}})");
    BOOST_TEST((under_test.test(core::add_plan{"pln_a"}, with.as_member) == effect::present));
    BOOST_TEST((under_test.test(core::add_plan{"pln_b"}, with.as_member) == effect::absent));
    BOOST_TEST((under_test.test(core::remove_plan{"pln_a"}, with.as_member) == effect::absent));
    BOOST_TEST((under_test.test(core::remove_plan{"pln_b"}, with.as_member) == effect::present));
    BOOST_TEST((under_test.test(update(R"({"json":{"a":1}})", true), with.as_member) == effect::present));
    BOOST_TEST((under_test.test(update(R"({"json":{"a":1}})", false), with.as_member) == effect::absent));
    BOOST_TEST((under_test.test(core::delete_member{}, with.as_member) == effect::absent));
    BOOST_TEST((under_test.test(core::raw_request{}, with.as_member) == effect::cannot_tell));
}

BOOST_AUTO_TEST_CASE(the_before_image_holds_what_the_change_touches) {
    person const now(R"({"id":"mem_1","auth":{"email":"a@example.com"},"customFields":{"a":1,"b":2},)"
                     R"("planConnections":[{"planId":"pln_a","id":"con_1"},{"planId":"pln_b"},"pln_a"]})");
    auto const image = [&](core::change const& c) {
        return json::serialize(under_test.before_image(c, now.as_member));
    };
    auto const connections = R"({"planConnections":[{"planId":"pln_a","id":"con_1"}]})";
    BOOST_TEST(image(core::add_plan{"pln_a"}) == connections);
    BOOST_TEST(image(core::remove_plan{"pln_a"}) == connections);
    BOOST_TEST(image(core::add_plan{"pln_z"}) == R"({"planConnections":[]})");
    BOOST_TEST(image(update(R"({"email":"b@example.com","customFields":{"a":5}})"))
               == R"({"email":"a@example.com","customFields":{"a":1}})");
    BOOST_TEST(image(core::delete_member{}) == json::serialize(now.document));
    BOOST_TEST(image(core::raw_request{}) == "{}");
}

BOOST_AUTO_TEST_CASE(an_email_that_is_none_is_objected_to) {
    for (auto const* const bad :
         {R"({"email":""})", R"({"email":"ann"})", R"({"email":null})", R"({"email":7})"})
        BOOST_TEST(under_test.objection(update(bad)).has_value());
    BOOST_TEST(!under_test.objection(update(R"({"email":"a@b"})")).has_value());
    BOOST_TEST(!under_test.objection(update(R"({"verified":true})")).has_value());
    BOOST_TEST(!under_test.objection(core::add_plan{"pln_a"}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack
