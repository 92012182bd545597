#include "cli/told_by_run.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(told_by_a_run)

namespace {

using core::outcome;

/// As service/control.cpp tells it.
boost::json::object told(std::string const& more = "") {
    return boost::json::parse(
               R"({"job": "job", "pid": 7, "run": 2, "state": "running", "seen": 300, "matched": 120,
        "settled": 110, "inFlight": 8, "requests": 115, "throttled": 3, "allowedPerSecond": 24.85,
        "listTotal": 2000, "sentPerSecond": 24.6, "outcomes": {"done": 100, "already": 9, "gone": 0,
        "failed": 1, "unknown": 0})"
               + more + "}")
        .as_object();
}

std::vector<std::string> words(std::string const& more = "") {
    return words_of_run(told(more));
}

} // namespace

BOOST_AUTO_TEST_CASE(all_that_a_line_of_progress_shows_is_taken) {
    auto const p = progress_of(told());
    BOOST_TEST(p.seen == 300U);
    BOOST_TEST(p.matched == 120U);
    BOOST_TEST(p.list_total.value() == 2000U);
    BOOST_TEST(p.totals.of(outcome::done) == 100U);
    BOOST_TEST(p.totals.of(outcome::already) == 9U);
    BOOST_TEST(p.totals.of(outcome::failed) == 1U);
    BOOST_TEST(p.wire.requests == 115U);
    BOOST_TEST(p.wire.throttled == 3U);
    BOOST_TEST(p.in_flight == 8U);
    BOOST_TEST(p.allowed_rate == 24.85);
    BOOST_TEST(sent_per_second(told()) == 24.6);
    BOOST_TEST(!p.paused);
    BOOST_TEST(!p.window_closed);
    BOOST_TEST(!p.platform_down);
    BOOST_TEST(!p.held_until.has_value());
}

BOOST_AUTO_TEST_CASE(why_it_waits_is_taken) {
    BOOST_TEST(progress_of(told(R"(, "heldUntil": "2026-01-31T00:00:00Z")")).held_until.has_value());
    BOOST_TEST(progress_of(told(R"(, "platformDownSince": "2026-01-31T00:00:00Z")")).platform_down);
    BOOST_TEST(progress_of(told(R"(, "storeTrouble": "no answer")")).store_trouble == "no answer");
    auto const closed = progress_of(told(R"(, "windowOpens": "Mon 01:00")"));
    BOOST_TEST(closed.window_closed);
    BOOST_TEST(closed.next_window == "Mon 01:00");
    BOOST_TEST(progress_of(told(R"(, "state": "paused")")).paused); // the last of two keys counts
}

BOOST_AUTO_TEST_CASE(a_store_without_an_answer_has_one_phrase) {
    auto const first_words = [](std::string const& why) {
        return words_of_run(told(", \"storeTrouble\": \"" + why + "\"")).front();
    };
    BOOST_TEST(first_words("reset") == "the store does not answer (reset); nothing is sent until it does");
    BOOST_TEST(first_words("the store does not answer") // as it is told of the lease
               == "the store does not answer; nothing is sent until it does");
}

BOOST_AUTO_TEST_CASE(it_holds_all_where_the_gate_is_shut_and_nothing_is_under_way) {
    BOOST_TEST(!holds_all(progress_of(told())));
    BOOST_TEST(!holds_all(progress_of(told(R"(, "inFlight": 0)"))));
    BOOST_TEST(!holds_all(progress_of(told(R"(, "state": "paused")"))));
    BOOST_TEST(holds_all(progress_of(told(R"(, "state": "paused", "inFlight": 0)"))));
    BOOST_TEST(holds_all(progress_of(told(R"(, "windowOpens": "Mon 01:00", "inFlight": 0)"))));
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_of_another_type_counts_as_none) {
    for (auto const* const text : {"{}", R"({"seen": "300", "matched": -1, "requests": 1e99, "outcomes": [1],
                                             "allowedPerSecond": {}, "state": 7, "windowOpens": null,
                                             "sentPerSecond": "fast", "listTotal": true})"}) {
        auto const odd = boost::json::parse(text).as_object();
        auto const p = progress_of(odd);
        BOOST_TEST(p.seen == 0U);
        BOOST_TEST(p.matched == 0U);
        BOOST_TEST(p.totals.settled() == 0U);
        BOOST_TEST(p.wire.requests == 0U);
        BOOST_TEST(p.allowed_rate == 0);
        BOOST_TEST(!p.paused);
        BOOST_TEST(p.next_window == "");
        BOOST_TEST(sent_per_second(odd) == 0);
        BOOST_TEST(words_of_run(odd).back() == "0.0 requests/s");
    }
}

BOOST_AUTO_TEST_CASE(why_it_waits_stands_before_how_fast_it_is) {
    using lines = std::vector<std::string>;
    BOOST_TEST(words() == (lines{"24.6 requests/s, 24.85/s allowed"}), boost::test_tools::per_element());
    BOOST_TEST(words(R"(, "allowedPerSecond": 0)") == (lines{"24.6 requests/s"}),
               boost::test_tools::per_element());
    BOOST_TEST(words(R"(, "heldUntil": "2026-01-31T00:00:09Z", "platformDownSince": "2026-01-31T00:00:01Z",
                      "windowOpens": "Mon 01:00")")
                   == (lines{"the window is closed; the next one opens Mon 01:00",
                             "the platform asked us to slow down; nothing is sent until 2026-01-31T00:00:09Z",
                             "the platform seems to be down since 2026-01-31T00:00:01Z",
                             "24.6 requests/s, 24.85/s allowed"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
