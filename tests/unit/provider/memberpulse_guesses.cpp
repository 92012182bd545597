// What `ping` sees of MemberPulse, where its document is silent.
#include "interview.hpp"

namespace muster::provider::memberpulse {

BOOST_AUTO_TEST_SUITE(memberpulse_guesses)

namespace {

using muster::provider::tests::interview;

sandbox::beginning with(std::uint64_t members, std::string shape = "array", std::size_t cap = 100) {
    sandbox::beginning b;
    b.members = members;
    b.shape = std::move(shape);
    b.cap = cap;
    return b;
}

/// The request without this parameter, and its value.
http::request without(http::request r, std::string_view name) {
    auto const at = r.target.find(name);
    if (at == std::string::npos) return r;
    auto const end = r.target.find('&', at);
    r.target.erase(at, end == std::string::npos ? end : end + 1 - at);
    return r;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_guesses_hold_on_the_fake_platform) {
    interview i("memberpulse", {}, with(300));
    i.lead();
    BOOST_TEST(i.of("list") == "fits: a bare array");
    BOOST_TEST(i.of("total") == "fits: the list tells none: it ends with an empty page");
    BOOST_TEST(i.of("ids") == "fits: text");
    BOOST_TEST(i.of("order") == "fits: the oldest come first");
    BOOST_TEST(i.of("page") == "fits: page 2 begins with another record than page 1");
    BOOST_TEST(i.of("provider.largestPage") == "fits: a page holds 100 of 1000 asked for");
    BOOST_TEST(i.of("filter email") == "fits: gives that member alone");
    BOOST_TEST(i.of("filter createdAt[after]") == "fits: gives also who was made at that very moment");
    BOOST_TEST(i.of("unknown filters") == "fits: are ignored: with a misspelt one, everybody is listed");
    BOOST_TEST(i.of("unknown id") == "fits: an id that is nobody's is refused (HTTP 404)");
    BOOST_TEST(i.sent.size() <= 9U);
    for (auto const& each : i.sent) BOOST_TEST((each.verb == http::method::get));
}

BOOST_AUTO_TEST_CASE(each_of_the_four_shapes_is_told) {
    std::pair<char const*, char const*> const shapes[] = {
        {"array", "fits: a bare array"},
        {"member", "fits: an object with the records under `member`"},
        {"hydra", "fits: an object with the records under `hydra:member`"},
        {"data", "fits: an object with the records under `data`"}};
    for (auto const& [shape, seen] : shapes) {
        interview i("memberpulse", {}, with(300, shape));
        i.lead();
        BOOST_TEST(i.of("list") == seen);
        bool const tells = i.of("total") == "fits: 300 records, says the list";
        BOOST_TEST(tells == (shape == std::string("member") || shape == std::string("hydra")));
    }
}

BOOST_AUTO_TEST_CASE(ids_that_are_numbers_are_told) {
    auto numbers = with(30);
    numbers.ids = "number";
    interview i("memberpulse", {}, numbers);
    i.lead();
    BOOST_TEST(i.of("ids") == "fits: numbers");
    BOOST_TEST(i.of("unknown id").starts_with("fits: "));
}

BOOST_AUTO_TEST_CASE(the_largest_page_is_told) {
    interview larger("memberpulse", {}, with(300, "array", 200));
    larger.lead();
    BOOST_TEST(larger.of("provider.largestPage")
               == R"(better: a page holds 200 of 1000 asked for -> {"largestPage":200})");
    interview set("memberpulse", {{"largestPage", 200}}, with(300, "array", 200));
    set.lead();
    BOOST_TEST(set.of("provider.largestPage") == "fits: a page holds 200 of 1000 asked for");
    for (auto const* const shape : {"array", "hydra"}) {
        interview smaller("memberpulse", {}, with(300, shape, 30));
        smaller.lead();
        BOOST_TEST(smaller.of("provider.largestPage")
                   == "fits: a page is cut to 30 of 1000 asked for, and jobs go by what it holds");
        interview whole("memberpulse", {}, with(7, shape));
        whole.lead();
        BOOST_TEST(whole.of("provider.largestPage") == "open: the whole list has 7 members");
    }
}

BOOST_AUTO_TEST_CASE(a_page_that_is_ignored_is_found_out) {
    interview i("memberpulse", {}, with(300));
    i.lead([](http::request const& r, auto const& through) { return through(without(r, "page=")); });
    BOOST_TEST(i.of("page") == "wrong: `page` is ignored: page 2 begins as page 1");
}

BOOST_AUTO_TEST_CASE(a_filter_that_is_ignored_is_found_out) {
    interview i("memberpulse", {}, with(300));
    i.lead([](http::request const& r, auto const& through) { return through(without(r, "email=")); });
    BOOST_TEST(i.of("filter email") == "wrong: is ignored, or finds others too");
}

BOOST_AUTO_TEST_CASE(unknown_filters_may_be_refused) {
    interview i("memberpulse", {}, with(300));
    i.lead([](http::request const& r, auto const& through) {
        return r.target.find("musterPing") == std::string::npos ? through(r)
                                                                : muster::provider::tests::reply(400, "{}");
    });
    BOOST_TEST(i.of("unknown filters") == "fits: a list with one is refused (HTTP 400)");
}

BOOST_AUTO_TEST_CASE(an_exclusive_date_matters_to_a_spec_that_asks_by_it) {
    auto const exclusive = [](http::request const& r, interview::answerer const& through) {
        bool const asked = r.target.find("after") != std::string::npos;
        bool const of_spec = r.target.find("2020-01-01") != std::string::npos;
        return asked && !of_spec ? muster::provider::tests::reply(200, "[]") : through(r);
    };
    interview i("memberpulse", {}, with(300));
    i.lead(exclusive);
    BOOST_TEST(i.of("filter createdAt[after]") == "fits: leaves out who was made at that very moment");
    boost::json::object const since{{"createdAt[after]", "2020-01-01"}};
    interview by_date("memberpulse", {{"query", since}}, with(300));
    by_date.lead(exclusive);
    BOOST_TEST(by_date.of("filter createdAt[after]") == "wrong: leaves out who was made at that very moment");
}

BOOST_AUTO_TEST_CASE(no_filter_by_address_is_asked_of_events) {
    interview i("memberpulse", {{"resource", "events"}}, with(300));
    i.lead();
    BOOST_TEST(i.of("filter email") == "");
    BOOST_TEST(i.of("provider.largestPage") == "open: the whole list has 60 members");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberpulse
