// What `ping` sees of Publisher, where its document is silent.
#include "interview.hpp"

#include <boost/json/parse.hpp>

namespace muster::provider::publisher {

BOOST_AUTO_TEST_SUITE(publisher_guesses)

namespace {

namespace json = boost::json;

using muster::provider::tests::interview;

sandbox::beginning with(std::uint64_t members, bool ignores_offset = false) {
    sandbox::beginning b;
    b.members = members;
    b.ignores_offset = ignores_offset;
    return b;
}

/// An instance that gives no more than 40 members in a page.
http::reply cut_to_40(http::request const& r, interview::answerer const& through) {
    auto body = json::parse(r.body).as_object();
    if (!body.contains("pagination")) return through(r);
    auto& limit = body["pagination"].as_object()["limit"];
    if (limit.to_number<int>() > 40) limit = 40;
    return through({r.verb, r.target, json::serialize(body)});
}

/// An instance that passes over filters by this key.
auto passing_over(std::string key) {
    return [key](http::request const& r, interview::answerer const& through) {
        auto body = json::parse(r.body).as_object();
        if (r.body.find("\"key\":\"" + key + "\"") != std::string::npos) body.erase("filters");
        return through({r.verb, r.target, json::serialize(body)});
    };
}

} // namespace

BOOST_AUTO_TEST_CASE(the_guesses_hold_on_the_fake_instance) {
    interview i("publisher", {}, with(300));
    i.lead();
    BOOST_TEST(i.of("provider.listKey") == "fits: the list is a bare array");
    BOOST_TEST(i.of("provider.idPrefix") == "fits: all of 300 ids begin with \"m_\"");
    BOOST_TEST(i.of("provider.paging") == "fits: offset is heeded: nobody is behind the last member");
    BOOST_TEST(i.of("provider.idFilter") == "fits: the list, filtered by id, gives that member alone");
    BOOST_TEST(i.of("filter by ref") == "fits: the list, filtered by ref, gives that member alone");
    BOOST_TEST(i.of("provider.paths.get") == "fits: /publisher.v1/member/get finds a member by its id");
    BOOST_TEST(i.of("provider.missing") == "fits: a ref that is nobody's is refused (HTTP 404)");
    BOOST_TEST(i.of("provider.largestPage")
               == R"(better: a page holds 300 of 1000 asked for -> {"largestPage":300})");
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_of_a_call_that_changes_members) {
    interview i("publisher", {}, with(300));
    i.lead();
    for (auto const& each : i.sent)
        BOOST_TEST((each.target.ends_with("/list") || each.target.ends_with("/get")));
}

BOOST_AUTO_TEST_CASE(an_offset_that_is_ignored_is_found_out) {
    interview i("publisher", {}, with(300, true));
    i.lead();
    BOOST_TEST(
        i.of("provider.paging")
        == R"(wrong: offset is ignored: the list begins anew -> {"paging":"none","largestPage":1000})");
    interview set("publisher", {{"paging", "none"}, {"largestPage", 1000}}, with(300, true));
    set.lead();
    BOOST_TEST(set.of("provider.paging") == "fits: offset is ignored: the list begins anew");
    BOOST_TEST(set.of("provider.largestPage") == "fits: the one page holds 300 of 1000 asked for");
}

BOOST_AUTO_TEST_CASE(one_page_where_the_list_goes_on_could_be_better) {
    interview i("publisher", {{"paging", "none"}}, with(300));
    i.lead();
    BOOST_TEST(i.of("provider.paging").ends_with(R"(-> {"paging":"offset"})"));
    BOOST_TEST(i.of("provider.paging").starts_with("better: "));
    BOOST_TEST(i.of("provider.largestPage").starts_with("wrong: the one page holds 300 of 1000 asked for"));
}

BOOST_AUTO_TEST_CASE(a_page_that_is_cut_would_make_look_ups_miss_members) {
    interview i("publisher", {}, with(300));
    i.lead(cut_to_40);
    BOOST_TEST(i.of("provider.paging") == "fits: the list goes on behind an offset");
    BOOST_TEST(i.of("provider.largestPage").starts_with("wrong: a page is cut to 40 of 1000 asked for"));
    BOOST_TEST(i.of("provider.largestPage").ends_with(R"(-> {"largestPage":40})"));
    interview set("publisher", {{"largestPage", 40}}, with(300));
    set.lead(cut_to_40);
    BOOST_TEST(set.of("provider.largestPage") == "fits: a page holds 40 of 1000 asked for");
}

BOOST_AUTO_TEST_CASE(a_filter_that_is_ignored_is_found_out) {
    interview i("publisher", {}, with(300));
    i.lead(passing_over("id"));
    BOOST_TEST(i.of("provider.idFilter")
               == R"(wrong: the list, filtered by id, gives something else -> {"idFilter":false})");
    BOOST_TEST(i.of("filter by ref").starts_with("fits: "));
    interview set("publisher", {{"idFilter", false}}, with(300));
    set.lead(passing_over("id"));
    BOOST_TEST(set.of("provider.idFilter").starts_with("fits: "));
    interview refs("publisher", {}, with(300));
    refs.lead(passing_over("ref"));
    BOOST_TEST(refs.of("filter by ref") == "wrong: the list, filtered by ref, gives something else");
}

BOOST_AUTO_TEST_CASE(a_filter_that_works_after_all_could_be_used) {
    interview i("publisher", {{"idFilter", false}}, with(300));
    i.lead();
    BOOST_TEST(i.of("provider.idFilter").starts_with("better: "));
    BOOST_TEST(i.of("provider.idFilter").ends_with(R"(-> {"idFilter":true})"));
}

BOOST_AUTO_TEST_CASE(members_under_another_key_are_found) {
    auto const wrapped = [](http::request const& r, interview::answerer const& through) {
        auto answer = through(r);
        if (answer.body.starts_with('[')) answer.body = R"({"count":1,"rows":)" + answer.body + "}";
        return answer;
    };
    interview i("publisher", {}, with(300));
    i.lead(wrapped);
    BOOST_TEST(i.of("provider.listKey") == R"(wrong: the members stand under "rows" -> {"listKey":"rows"})");
    interview set("publisher", {{"listKey", "rows"}}, with(300));
    set.lead(wrapped);
    BOOST_TEST(set.of("provider.listKey") == "fits: the list is an object that holds the members");
    BOOST_TEST(set.of("provider.idFilter").starts_with("fits: "));
}

BOOST_AUTO_TEST_CASE(ids_that_begin_otherwise_are_found_out) {
    interview i("publisher", {{"idPrefix", "member-"}}, with(300));
    i.lead();
    BOOST_TEST(i.of("provider.idPrefix").ends_with(R"(-> {"idPrefix":"m_"})"));
    BOOST_TEST(i.of("provider.idPrefix").starts_with("wrong: an id is \"m_"));
}

BOOST_AUTO_TEST_CASE(a_404_that_names_no_member_is_found_out) {
    auto const bare = [](http::request const& r, interview::answerer const& through) {
        auto answer = through(r);
        if (answer.status == 404) answer.body = R"({"message":"not found"})";
        return answer;
    };
    interview i("publisher", {}, with(300));
    i.lead(bare);
    BOOST_TEST(i.of("provider.missing").starts_with("wrong: "));
    BOOST_TEST(i.of("provider.missing").ends_with(R"(-> {"missing":"404"})"));
    interview set("publisher", {{"missing", "404"}}, with(300));
    set.lead(bare);
    BOOST_TEST(set.of("provider.missing").starts_with("fits: "));
}

BOOST_AUTO_TEST_CASE(a_look_up_by_another_name_is_found_out) {
    interview i("publisher", {{"paths", json::object{{"get", "find"}}}}, with(300));
    i.lead();
    BOOST_TEST(i.of("provider.paths.get")
               == "wrong: /publisher.v1/member/find is refused (HTTP 404), for a member that is there");
}

BOOST_AUTO_TEST_CASE(an_empty_memberbase_tells_little) {
    interview i("publisher", {}, with(0));
    i.lead();
    BOOST_TEST(i.of("provider.idPrefix") == "open: there is no member to look at");
    BOOST_TEST(i.sent.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::publisher
