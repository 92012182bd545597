// The facts of Memberstack 1.0, by its reference document "Members".
#include "provider/memberstack_v1/platform.hpp"
#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack_v1 {

BOOST_AUTO_TEST_SUITE(provider_memberstack_v1)

namespace {

namespace json = boost::json;

using tests::is;
using tests::reply;
using tests::sole;
using tests::unit_of;

platform const under_test;

/// A page, with the memory that it lives in.
struct read_page {
    explicit read_page(std::string body, cursor after = {}, platform const& p = under_test) {
        list_query q;
        q.after = std::move(after);
        result = p.read_page(q, reply(200, std::move(body)), memory);
    }
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
    bool nobody() const {
        auto const* const found = std::get_if<found_member>(&result);
        return found != nullptr && !found->has_value();
    }
};

/// A member made of JSON text.
struct person {
    explicit person(std::string_view text) : document(json::parse(text).as_object()) {
        as_member.id = "5ed6";
        as_member.document = &document;
    }
    json::object document;
    core::member as_member;
};

core::change update(std::string_view set, bool merge = false) {
    return core::update_fields{json::parse(set).as_object(), merge};
}

core::change made(std::string_view document) {
    return core::create_member{json::parse(document).as_object()};
}

std::string line_of(http::request const& r) {
    return std::string(http::to_string(r.verb)) + " " + r.target + " " + r.body;
}

core::verdict judged(core::change const& c, unsigned status, std::string body) {
    return sole(under_test.judge(unit_of(c, "5ed6"), reply(status, std::move(body))));
}

platform replacing() {
    settings s;
    s.replaces_meta_data = true;
    return platform(s);
}

} // namespace

BOOST_AUTO_TEST_CASE(its_profile_is_the_platforms) {
    auto const& about = under_test.about();
    BOOST_TEST(about.base_url == "https://api.memberstack.com/v1");
    BOOST_TEST(about.key_header == "X-API-KEY");
    BOOST_TEST(about.key_prefix == "");
    BOOST_TEST(requests_per_second(about) == 10); // none is documented
    BOOST_TEST(about.page_size == 100U);
    BOOST_TEST(about.can.list_shifts); // pages go by number
    BOOST_TEST(!about.can.newest_first);
    BOOST_TEST(!about.can.verify_token);
    BOOST_TEST(about.vocabulary.reference == "email");
    BOOST_TEST(about.vocabulary.operations
                   == (std::vector<std::string>{"update", "create", "delete", "request"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_key_is_taken_for_live_but_those_of_the_fake_platform) {
    BOOST_TEST(!under_test.is_live("sk_sb_abc", ""));
    for (auto const* const live : {"5ed68ab0a16813644f3492df", "test_abc", "sk_abc", ""})
        BOOST_TEST(under_test.is_live(live, ""));
}

BOOST_AUTO_TEST_CASE(pages_are_asked_for_by_number) {
    list_query q;
    q.limit = 100;
    BOOST_TEST(line_of(under_test.list(q)) == "GET /members?limit=100&page=1 ");
    q.after = "7";
    BOOST_TEST(line_of(under_test.list(q)) == "GET /members?limit=100&page=7 ");
    settings from_zero;
    from_zero.first_page = 0;
    from_zero.largest_page = 30;
    platform const other(from_zero);
    BOOST_TEST(other.about().page_size == 30U);
    BOOST_TEST(other.list({}).target.ends_with("page=0"));
    BOOST_TEST(read_page(R"({"members":[{"id":"a"}]})", "", other).good().next == "1");
}

BOOST_AUTO_TEST_CASE(a_page_is_read_and_only_one_without_members_is_the_last) {
    read_page const read(R"({"members":[{"id":"5ed6","email":"a@example.com","metaData":{"x":1}},)"
                         R"({"_id":"5ed7","memberships":[]}]})");
    auto const& p = read.good();
    BOOST_TEST(p.more); // though it is shorter than what was asked for: the platform may cut pages
    BOOST_TEST(p.next == "2");
    BOOST_TEST(!p.total_count.has_value());
    BOOST_REQUIRE(p.members.size() == 2U);
    BOOST_TEST(p.members[0].id == "5ed6");
    BOOST_TEST(p.members[0].email == "a@example.com");
    BOOST_TEST(p.members[1].id == "5ed7"); // ids may be `_id`
    BOOST_TEST(p.members[1].email == "");
    BOOST_TEST(read_page(R"({"members":[{"id":"a"}]})", "41").good().next == "42");
    BOOST_TEST(!read_page(R"({"members":[]})", "41").good().more);
    BOOST_TEST(read_page(R"({"members":[{"id":"a"}]})", "x").fault().find("`x`") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_no_list_is_a_page_fault) {
    for (auto const* const body :
         {"", "null", "[]", "{}", R"({"members":null})", R"({"data":[]})", R"({"members":[)"})
        BOOST_TEST(read_page(body).fault() != "");
    for (std::string const bad : {"{}", R"({"id":""})", R"({"_id":7})", "null", "\"5ed6\""})
        BOOST_TEST(read_page(R"({"members":[{"id":"a"},)" + bad + "]}").fault()
                   == "member 2 of the page has no id");
}

BOOST_AUTO_TEST_CASE(a_list_that_is_not_there_or_holds_an_error_is_a_verdict) {
    json::monotonic_resource memory;
    for (auto const& r : {reply(404, R"({"error":"Not found"})"), reply(404, "Not Found"),
                          reply(200, R"({"error":"bad page"})")}) {
        auto const read = under_test.read_page({}, r, memory);
        BOOST_REQUIRE(std::holds_alternative<core::verdict>(read));
        BOOST_TEST(is<core::rejected>(std::get<core::verdict>(read)));
    }
}

BOOST_AUTO_TEST_CASE(a_member_is_asked_for_and_read) {
    BOOST_TEST(line_of(under_test.get("5ed6")) == "GET /members/5ed6 ");
    BOOST_TEST(under_test.get("a/b?c").target == "/members/a%2Fb%3Fc");
    for (auto const* const key : {"id", "_id"}) {
        read_member const read(
            reply(200, R"({"member":{")" + std::string(key) + R"(":"5ed6","email":"a@example.com"}})"));
        auto const& m = std::get<found_member>(read.result);
        BOOST_REQUIRE(m.has_value());
        BOOST_TEST(m->id == "5ed6");
        BOOST_TEST(m->email == "a@example.com");
    }
    for (auto const* const body : {"", "{}", R"({"member":{}})", R"({"data":{"id":"a"}})", "[]"})
        BOOST_TEST(is<core::transient>(std::get<core::verdict>(read_member(reply(200, body)).result)));
}

BOOST_AUTO_TEST_CASE(an_unknown_id_is_a_404_or_an_error_in_words) {
    BOOST_TEST(read_member(reply(404, "Not Found")).nobody());
    BOOST_TEST(read_member(reply(404, "Not ")).nobody()); // the connection broke, and no length told it
    BOOST_TEST(!read_member(reply(404, "Notice")).nobody());
    BOOST_TEST(read_member(reply(404)).nobody());
    BOOST_TEST(read_member(reply(404, R"({"error":"x"})")).nobody());
    BOOST_TEST(read_member(reply(422, R"({"error":"Member not found"})")).nobody());
    BOOST_TEST(read_member(reply(400, R"({"error":"This user does not exist."})")).nobody());
    BOOST_TEST(read_member(reply(200, R"({"member":null})")).nobody());
    BOOST_TEST(!read_member(reply(422, R"({"error":"Plan not found"})")).nobody());
    // It comes from somebody on the way: it says nothing of the member.
    BOOST_TEST(!read_member(reply(404, "<html>no such route</html>")).nobody());
}

BOOST_AUTO_TEST_CASE(each_change_has_its_request) {
    BOOST_TEST(line_of(under_test.perform(unit_of(update(R"({"metaData":{"a":"b"}})"), "5ed6")))
               == R"(POST /members/5ed6 {"metaData":{"a":"b"}})"); // not PATCH
    BOOST_TEST(line_of(under_test.perform(unit_of(core::delete_member{}, "a/b")))
               == "DELETE /members/a%2Fb ");
    BOOST_TEST(line_of(under_test.perform(unit_of(made(R"({"email":"a@b.c","plan":"p"})"), "a@b.c")))
               == R"(POST /members {"email":"a@b.c","plan":"p"})");
    settings s;
    s.under_data = true;
    BOOST_TEST(platform(s).perform(unit_of(update(R"({"metaData":{"a":"b"}})"))).body
               == R"({"data":{"metaData":{"a":"b"}}})");
}

BOOST_AUTO_TEST_CASE(an_update_is_done_if_the_reply_shows_the_member) {
    auto const c = update(R"({"metaData":{"a":"b"}})");
    auto const done = judged(c, 200, R"({"member":{"_id":"5ed6"}})");
    BOOST_TEST(std::get<core::done>(done).id == "");
    for (auto const* const body : {"", "{}", R"({"member":null})", R"({"success":true})"})
        BOOST_TEST(is<core::transient>(judged(c, 200, body)));
    BOOST_TEST(is<core::gone>(judged(c, 404, "Not Found")));
    auto const refused = std::get<core::rejected>(judged(c, 422, R"({"error":"too long"})"));
    BOOST_TEST(refused.code == "http-422");
    BOOST_TEST(refused.message == "too long");
    BOOST_TEST(is<core::rejected>(judged(c, 200, R"({"error":"too long"})")));
    BOOST_TEST(is<core::transient>(judged(c, 422, R"({"error":"too lo)")));
}

BOOST_AUTO_TEST_CASE(a_deletion_is_done_if_the_reply_says_success) {
    core::delete_member const c;
    BOOST_TEST(is<core::done>(judged(c, 200, R"({"success":true})")));
    BOOST_TEST(is<core::done>(judged(c, 204, "")));
    BOOST_TEST(is<core::gone>(judged(c, 404, "Not Found")));
    for (auto const* const body : {"{}", R"({"success":false})", R"({"success":"true"})", "[]"})
        BOOST_TEST(is<core::transient>(judged(c, 200, body)));
    BOOST_TEST(is<core::rejected>(judged(c, 200, R"({"error":"has a subscription"})")));
}

BOOST_AUTO_TEST_CASE(a_member_is_made_and_one_that_is_there_was_made_before) {
    auto const c = made(R"({"email":"a@example.com"})");
    BOOST_TEST(std::get<core::done>(judged(c, 200, R"({"member":{"_id":"5ed9"}})")).id == "5ed9");
    BOOST_TEST(is<core::transient>(judged(c, 200, "{}"))); // which id it has is not known
    BOOST_TEST(is<core::already>(judged(c, 422, R"({"error":"Email is already in use"})")));
    BOOST_TEST(is<core::rejected>(judged(c, 422, R"({"error":"Email is not valid"})")));
    BOOST_TEST(is<core::rejected>(judged(c, 422, R"({"error":"The plan does not exist"})")));
    BOOST_TEST(is<core::rejected>(judged(c, 404, "Not Found"))); // who is not there yet cannot be gone
    // That another member has the address is no reason to call an update done.
    BOOST_TEST(is<core::rejected>(
        judged(update(R"({"email":"a@b.c"})"), 422, R"({"error":"Email is already in use"})")));
}

BOOST_AUTO_TEST_CASE(what_it_cannot_do_is_objected_to) {
    BOOST_TEST(under_test.objection(core::add_plan{"p"}).has_value());
    BOOST_TEST(under_test.objection(core::remove_plan{"p"}).has_value());
    BOOST_TEST(under_test.objection(core::upsert_member{}).has_value());
    BOOST_TEST(!under_test.objection(core::delete_member{}).has_value());
}

BOOST_AUTO_TEST_CASE(only_what_no_reply_shows_follows_the_setting_when_in_doubt) {
    settings s;
    s.send_again = false;
    platform const cautious(s);
    for (auto const& c : {update(R"({"metaData":{"a":"b"}})"), update(R"({"email":"a@b.c"})"),
                          core::change(core::delete_member{})}) {
        BOOST_TEST((under_test.in_doubt(c) == doubt::read_back));
        BOOST_TEST((cautious.in_doubt(c) == doubt::read_back));
    }
    for (auto const& c : {update(R"({"metaData":{"a":"b"},"customFields":{"a":"b"}})"),
                          update(R"({"memberPage":"x"})"), made("{}")}) {
        BOOST_TEST((under_test.in_doubt(c) == doubt::send_again));
        BOOST_TEST((cautious.in_doubt(c) == doubt::give_up));
    }
    s.shows_custom_fields = true;
    BOOST_TEST((platform(s).in_doubt(update(R"({"customFields":{"a":"b"}})")) == doubt::read_back));
}

BOOST_AUTO_TEST_CASE(meta_data_that_is_replaced_whole_is_merged_here) {
    auto const replaces = replacing();
    person const now(R"({"id":"5ed6","metaData":{"a":"1","b":"2"}})");
    auto const c = update(R"({"metaData":{"a":"5","b":null}})", true);
    BOOST_TEST(!under_test.needs_current(c));
    BOOST_TEST(replaces.needs_current(c));
    BOOST_TEST(!replaces.needs_current(update(R"({"metaData":{"a":"5"}})", false)));
    auto const whole = std::get<core::update_fields>(replaces.complete(c, now.as_member));
    BOOST_TEST((whole.set == json::parse(R"({"metaData":{"a":"5"}})").as_object()));
    BOOST_TEST(!whole.merge);
    BOOST_TEST((replaces.about().vocabulary.fields.front().what == core::vocabulary::field::form::replaced));
}

BOOST_AUTO_TEST_CASE(a_change_is_tested_for_on_the_members_document) {
    person const now(R"({"id":"5ed6","metaData":{"a":"1"}})");
    auto const test = [&](core::change const& c) { return under_test.test(c, now.as_member); };
    BOOST_TEST((test(update(R"({"metaData":{"a":"1"}})")) == effect::present));
    BOOST_TEST((test(update(R"({"metaData":{"a":"2"}})")) == effect::absent));
    BOOST_TEST((test(update(R"({"customFields":{"a":"1"}})")) == effect::cannot_tell));
    BOOST_TEST((test(core::delete_member{}) == effect::absent));
    BOOST_TEST((test(made("{}")) == effect::present));
    BOOST_TEST((test(core::raw_request{}) == effect::cannot_tell));
}

BOOST_AUTO_TEST_CASE(the_before_image_holds_what_the_change_touches) {
    person const now(R"({"id":"5ed6","email":"a@b.c","metaData":{"a":"1","b":"2"}})");
    auto const image = [&](core::change const& c) {
        return json::serialize(under_test.before_image(c, now.as_member));
    };
    BOOST_TEST(image(update(R"({"metaData":{"a":"5","z":"6"},"email":"x@y.z","customFields":{"c":"d"}})"))
               == R"({"metaData":{"a":"1","z":null},"email":"a@b.c"})");
    BOOST_TEST(image(core::delete_member{}) == json::serialize(now.document));
    BOOST_TEST(image(made("{}")) == "{}");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_v1
