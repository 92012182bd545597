// Runs that are held by windows. The world's clock on the wall begins at 16:00 UTC.
#include "support.hpp"

BOOST_AUTO_TEST_SUITE(windows)

using namespace muster;
using namespace muster::simulated;
using reason = engine::stop_reason::kind;
using core::outcome;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

std::string window(std::string const& from, std::string const& to, std::string const& more = "") {
    return R"(, "window": {"from": ")" + from + R"(", "to": ")" + to + R"(", "timezone": "UTC")" + more + "}";
}

constexpr auto at_four = "16:00:00";

/// Lets time pass until the next window opens: the one that is open closes before.
void sleep_until_open(world& w) {
    auto const now = w.time.wall_now();
    auto const opens = w.job.windows.opens_from(w.job.windows.closes_after(now).value_or(now));
    BOOST_REQUIRE(opens.has_value());
    w.time.pass(std::chrono::duration_cast<core::duration>(*opens - now));
}

/// In the first `so_long`, changes take effect, and nobody hears of it.
void let_changes_hang(world& w, core::duration so_long) {
    w.direct = [&w, until = virtual_time::start() + so_long](http::request const& r) {
        treatment t;
        if (is_change(r) && w.time.now() < until) t.what = treatment::kind::silent_effect;
        return t;
    };
}

engine::run_choices waiting() {
    engine::run_choices c;
    c.waits = true;
    return c;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_job_goes_on_night_after_night_and_no_request_arrives_outside) {
    world w(900, add_plan, window(at_four, "16:00:10"));
    auto const expected = w.platform.matching();
    set_latency(w, milliseconds(80));
    int nights = 0;
    for (; nights < 10; ++nights) {
        auto const r = w.run();
        BOOST_TEST_REQUIRE(!r.error.has_value());
        if (r.complete) break;
        BOOST_TEST(r.stopped_for(reason::window));
        BOOST_TEST(r.took <= seconds(10));
        BOOST_TEST(r.took >= milliseconds(9700)); // 97 % of it are used
        BOOST_TEST(r.reason.find("2025-11-2") != std::string::npos, r.reason);
        sleep_until_open(w);
    }
    BOOST_TEST(nights >= 1);
    BOOST_TEST(nights < 4); // at 25 a second
    BOOST_TEST(w.outside == std::vector<std::string>(), boost::test_tools::per_element());
    check_all_is_well(w, expected);
    for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_foretold_at_the_end_of_a_night_comes_true) {
    world w(900, add_plan, window(at_four, "16:00:05"));
    set_latency(w, milliseconds(80));
    BOOST_TEST_REQUIRE(w.run().stopped_for(reason::window));
    auto const ended = std::get<journal::run_ended>(w.records().back());
    BOOST_TEST_REQUIRE(ended.left.has_value());
    BOOST_TEST(ended.left->limit == 25);
    auto const ahead =
        engine::forecast_of(*ended.left, 0.3, w.job.windows, 25, w.time.wall_now() + milliseconds(200));
    unsigned nights = 0;
    for (bool complete = false; !complete && nights < 20; ++nights) {
        sleep_until_open(w);
        complete = w.run().complete;
    }
    BOOST_TEST(ahead.value().windows == nights);
    auto const error = std::chrono::duration<double>(w.time.wall_now() - ahead->at).count();
    BOOST_TEST(std::abs(error) < 2);
    auto const last = std::get<journal::run_ended>(w.records().back());
    BOOST_TEST(!last.left.has_value());
}

BOOST_AUTO_TEST_CASE(outside_nothing_is_sent_at_all) {
    world w(60, add_plan, window("17:00", "18:00"));
    auto const r = w.run();
    BOOST_TEST(r.stopped_for(reason::window));
    BOOST_TEST(r.reason == "the window is closed; the next one opens Mon 2025-11-24 17:00 UTC");
    BOOST_TEST(w.arrivals.empty());
    auto const ended = std::get<journal::run_ended>(w.records().back());
    BOOST_TEST(ended.cause == journal::ending_window);
}

BOOST_AUTO_TEST_CASE(one_that_waits_sleeps_over_the_nights) {
    world w(900, add_plan, window(at_four, "16:00:10"));
    auto const expected = w.platform.matching();
    set_latency(w, milliseconds(80));
    auto const r = w.run(waiting());
    BOOST_TEST(r.complete);
    BOOST_TEST(r.took > hours(24));
    BOOST_TEST(r.took < hours(73));
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(what_hangs_at_the_edge_is_broken_off_and_read_back_the_next_night) {
    world w(60, add_plan, window(at_four, "16:00:05"));
    auto const expected = w.platform.matching();
    let_changes_hang(w, seconds(6));
    auto const r = w.run();
    BOOST_TEST(r.stopped_for(reason::window));
    BOOST_TEST(r.took <= seconds(5));
    BOOST_TEST(count(w, outcome::done) == 0U);
    sleep_until_open(w);
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
    for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
}

BOOST_AUTO_TEST_CASE(one_that_waits_reads_back_what_was_broken_off) {
    world w(60, add_plan, window(at_four, "16:00:05"));
    auto const expected = w.platform.matching();
    let_changes_hang(w, seconds(6));
    BOOST_TEST(w.run(waiting()).complete);
    check_all_is_well(w, expected);
    for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_closes_the_window_at_the_next_request) {
    world w(600, add_plan, window(at_four, "16:10"));
    w.at(seconds(3), [&w](engine::run&) { w.time.set_clock(minutes(20)); });
    auto const r = w.run();
    BOOST_TEST(r.stopped_for(reason::window));
    BOOST_TEST(r.took >= seconds(3));
    BOOST_TEST(r.took <= seconds(4));
    BOOST_TEST(w.outside == std::vector<std::string>(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_outage_over_the_edge_is_not_counted_while_it_is_closed) {
    world w(300, add_plan, window(at_four, "16:00:20") + R"(, "retry": {"patience": "1m"})");
    auto const expected = w.platform.matching();
    w.direct = [&w](http::request const&) {
        treatment t;
        auto const since = w.time.now() - virtual_time::start();
        if (since > seconds(5) && since < hours(1)) t.what = treatment::kind::error_before;
        return t;
    };
    BOOST_TEST(w.run(waiting()).complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_window_has_its_own_rate) {
    world w(3000, add_plan, window(at_four, "16:00:20", R"(, "rate": 5)"));
    BOOST_TEST(w.run().stopped_for(reason::window));
    BOOST_TEST(w.arrivals.size() >= 95U);
    BOOST_TEST(w.arrivals.size() <= 101U);
}

BOOST_AUTO_TEST_CASE(whoever_says_so_passes_over_the_windows) {
    world w(60, add_plan, window("17:00", "18:00"));
    auto const expected = w.platform.matching();
    engine::run_choices anyway;
    anyway.ignore_windows = true;
    BOOST_TEST(w.run(anyway).complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_window_that_is_shorter_than_requests_take_sends_little_and_loses_nothing) {
    world w(30, add_plan, window(at_four, "16:00:02"));
    set_latency(w, seconds(3));
    for (int night = 0; night < 3; ++night) {
        auto const r = w.run();
        BOOST_TEST(r.stopped_for(reason::window));
        BOOST_TEST(
            r.reason.ends_with(" 16:00 UTC, but is too short (2 s): no request is begun with less than 3 s "
                               "to go, as one took 2 s; make the window longer"),
            r.reason);
        BOOST_TEST(std::get<journal::run_ended>(w.records().back()).reason == r.reason);
        sleep_until_open(w);
    }
    BOOST_TEST(w.outside == std::vector<std::string>(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_window_in_which_not_one_request_is_begun_is_told_to_be_too_short) {
    world w(30, add_plan, window(at_four, "16:00:01"));
    auto const r = w.run();
    BOOST_TEST(r.stopped_for(reason::window));
    BOOST_TEST(
        r.reason
        == "the window closed; the next one opens Tue 2025-11-25 16:00 UTC, but is too short (1 s): no "
           "request is begun with less than 1.5 s to go, in case that it is slow; make the window "
           "longer");
    BOOST_TEST(w.arrivals.empty());
}

BOOST_AUTO_TEST_CASE(one_that_waits_tells_each_night_that_the_next_window_is_too_short) {
    world w(30, add_plan, window(at_four, "16:00:02"));
    set_latency(w, seconds(3));
    w.at(hours(30), [](engine::run& job) { job.request_stop("enough"); });
    BOOST_TEST(w.run(waiting()).stopped_for(reason::asked));
    BOOST_TEST_REQUIRE(w.notices.size() == 4U); // two for each night
    for (auto const& [place, day] : {std::pair(1, "Tue 2025-11-25"), std::pair(3, "Wed 2025-11-26")})
        BOOST_TEST(w.notices.at(static_cast<std::size_t>(place))
                   == "the next window opens " + std::string(day)
                          + " 16:00 UTC, but is too short (2 s): no request is begun with less than 3 s to "
                            "go, as one took 2 s; make the window longer");
}

BOOST_AUTO_TEST_CASE(one_that_waits_for_a_window_in_which_nothing_is_begun_tells_so_once) {
    world w(30, add_plan, window(at_four, "16:00:01"));
    w.at(hours(30), [](engine::run& job) { job.request_stop("enough"); });
    BOOST_TEST(w.run(waiting()).stopped_for(reason::asked));
    BOOST_TEST_REQUIRE(w.notices.size() == 1U);
    BOOST_TEST(w.notices.front().find("in case that it is slow; make the window longer; waiting for it")
                   != std::string::npos,
               w.notices.front());
}

BOOST_AUTO_TEST_SUITE_END()
