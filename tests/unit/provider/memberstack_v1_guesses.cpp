// What `ping` sees of Memberstack 1.0, where its document is silent.
#include "interview.hpp"

namespace muster::provider::memberstack_v1 {

BOOST_AUTO_TEST_SUITE(memberstack_v1_guesses)

namespace {

using muster::provider::tests::interview;

sandbox::beginning with(std::uint64_t members, std::size_t cap = 100) {
    sandbox::beginning b;
    b.members = members;
    b.cap = cap;
    return b;
}

/// A platform whose pages are numbered from 0.
http::reply from_zero(http::request const& r, interview::answerer const& through) {
    auto const at = r.target.find("page=");
    if (at == std::string::npos) return through(r);
    auto moved = r;
    moved.target.replace(at + 5, std::string::npos, std::to_string(std::stoul(r.target.substr(at + 5)) + 1));
    return through(moved);
}

} // namespace

BOOST_AUTO_TEST_CASE(the_guesses_hold_on_the_fake_platform) {
    interview i("memberstack-v1", {}, with(300));
    i.lead();
    BOOST_TEST(i.of("provider.firstPage") == "fits: page 0 is refused (HTTP 422), page 1 holds members");
    BOOST_TEST(i.of("provider.largestPage") == "fits: a page holds 100 of 1000 asked for");
    BOOST_TEST(i.of("provider.customFields") == "fits: neither list nor look-up shows any");
    BOOST_TEST(i.of("unknown id") == "fits: an id that is nobody's is refused (HTTP 404)");
    BOOST_TEST(i.of("ids").starts_with("fits: "));
    BOOST_TEST(i.of("memberships").starts_with("fits: "));
    for (auto const& each : i.sent) BOOST_TEST((each.verb == http::method::get));
}

BOOST_AUTO_TEST_CASE(a_page_that_holds_more_is_worth_a_setting) {
    interview i("memberstack-v1", {}, with(300, 150));
    i.lead();
    BOOST_TEST(i.of("provider.largestPage")
               == R"(better: a page holds 150 of 1000 asked for -> {"largestPage":150})");
}

BOOST_AUTO_TEST_CASE(a_page_that_is_cut_to_fewer_fits) {
    interview i("memberstack-v1", {}, with(300, 50));
    i.lead();
    BOOST_TEST(i.of("provider.largestPage")
               == "fits: a page is cut to 50 of 1000 asked for, and jobs go by what it holds");
}

BOOST_AUTO_TEST_CASE(a_short_list_does_not_tell_the_largest_page) {
    interview i("memberstack-v1", {}, with(7));
    i.lead();
    BOOST_TEST(i.of("provider.largestPage") == "open: the whole list has 7 members");
    interview none("memberstack-v1", {}, with(0));
    none.lead();
    BOOST_TEST(none.of("provider.firstPage") == "open: the list is empty");
    BOOST_TEST(none.of("provider.customFields") == "");
}

BOOST_AUTO_TEST_CASE(a_refused_size_is_no_largest_page) {
    interview i("memberstack-v1", {}, with(300));
    i.lead([](http::request const& r, auto const& through) {
        return r.target.find("limit=1000") == std::string::npos ? through(r)
                                                                : muster::provider::tests::reply(422, "{}");
    });
    BOOST_TEST(i.of("provider.largestPage") == "fits: a page holds 100 of 100 asked for");
}

BOOST_AUTO_TEST_CASE(pages_from_0_are_found_out) {
    interview i("memberstack-v1", {}, with(300));
    i.lead(from_zero);
    BOOST_TEST(i.of("provider.firstPage")
               == R"(wrong: page 0 holds other members than page 1 -> {"firstPage":0})");
    // Also where one page holds everybody.
    interview one("memberstack-v1", {}, with(1));
    one.lead(from_zero);
    BOOST_TEST(one.of("provider.firstPage").ends_with(R"(-> {"firstPage":0})"));
    interview set("memberstack-v1", {{"firstPage", 0}}, with(300));
    set.lead(from_zero);
    BOOST_TEST(set.of("provider.firstPage") == "fits: page 0 holds other members than page 1");
}

BOOST_AUTO_TEST_CASE(a_page_0_that_is_page_1_takes_nobody_away) {
    interview i("memberstack-v1", {}, with(300));
    i.lead([](http::request const& r, auto const& through) {
        auto same = r;
        if (r.target.ends_with("&page=0")) same.target.back() = '1';
        return through(same);
    });
    BOOST_TEST(i.of("provider.firstPage") == "fits: page 0 gives what page 1 does");
}

BOOST_AUTO_TEST_CASE(a_first_page_that_is_set_and_not_there_is_found_out) {
    interview i("memberstack-v1", {{"firstPage", 0}}, with(300));
    i.lead();
    BOOST_TEST(i.of("provider.firstPage")
               == R"(wrong: page 0 is refused (HTTP 422), page 1 holds members -> {"firstPage":1})");
}

BOOST_AUTO_TEST_CASE(custom_fields_that_are_shown_are_worth_a_setting) {
    auto const shown = [](http::request const& r, interview::answerer const& through) {
        auto answer = through(r);
        for (std::size_t at = 0; (at = answer.body.find("\"email\"", at)) != std::string::npos; at += 30)
            answer.body.insert(at, R"("customFields":{"a":"b"},)");
        return answer;
    };
    interview i("memberstack-v1", {}, with(300));
    i.lead(shown);
    BOOST_TEST(i.of("provider.customFields")
               == R"(better: list and look-up show them -> {"customFields":"shown"})");
    interview set("memberstack-v1", {{"customFields", "shown"}}, with(300));
    set.lead(shown);
    BOOST_TEST(set.of("provider.customFields") == "fits: the look-up of a member shows them");
    interview hidden("memberstack-v1", {{"customFields", "shown"}}, with(300));
    hidden.lead();
    BOOST_TEST(hidden.of("provider.customFields").starts_with("open: "));
}

BOOST_AUTO_TEST_CASE(another_answer_to_an_unknown_id_is_found_out) {
    interview i("memberstack-v1", {}, with(300));
    i.lead([](http::request const& r, auto const& through) {
        return r.target.ends_with("000000") ? muster::provider::tests::reply(422, R"({"error":"bad id"})")
                                            : through(r);
    });
    BOOST_TEST(i.of("unknown id").starts_with("wrong: an id that is nobody's is refused (HTTP 422), which"));
}

BOOST_AUTO_TEST_CASE(what_breaks_off_half_way_tells_what_it_saw) {
    interview i("memberstack-v1", {}, with(300));
    i.lead([&](http::request const& r, auto const& through) {
        return i.sent.size() > 2 ? muster::provider::tests::reply(503) : through(r);
    });
    BOOST_TEST(i.of("provider.firstPage").starts_with("fits: "));
    BOOST_TEST(i.of("provider.largestPage") == "open: a page of 1000 is answered with HTTP 503");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_v1
