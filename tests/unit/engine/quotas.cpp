// Runs under a quota of a thousand requests an hour. The world's clock on the wall begins at 16:00 UTC.
#include "support.hpp"

#include <algorithm>

BOOST_AUTO_TEST_SUITE(quotas)

using namespace muster;
using namespace muster::simulated;
using reason = engine::stop_reason::kind;
using core::outcome;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr std::size_t members = 6000; // every second one of them matches
constexpr std::size_t allowed = 1000;

constexpr auto hourly = R"(, "pace": {"quota": {"requests": 1000, "per": "1h"}})";
constexpr auto patient =
    R"(, "pace": {"quota": {"requests": 1000, "per": "1h"}}, "retry": {"patience": "2h"})";

/// Somebody else sends `n` requests that count in the same quota.
void others_send(world& w, std::size_t n) {
    pacing::quota const limit{allowed, hours(1)};
    w.quotas.front()->update([&](pacing::quota_state& s) {
        BOOST_REQUIRE(pacing::take(s, limit, {w.time.uptime(), w.time.wall_now()}, n).has_value());
    });
    for (; n > 0; --n) w.arrivals.emplace_back(w.time.now(), "others");
}

/// No hour holds more requests than the quota, and while there is anything to send, an hour holds 98 % of it.
void check_hours(world const& w) {
    auto shortest = core::duration::max();
    auto longest = core::duration::zero();
    for (std::size_t i = allowed; i < w.arrivals.size(); ++i) {
        auto const span = w.arrivals[i].first - w.arrivals[i - allowed].first;
        shortest = std::min(shortest, span);
        longest = std::max(longest, span);
    }
    BOOST_TEST(w.arrivals.size() > allowed);
    BOOST_TEST((shortest > hours(1)), "1001 requests in " << core::describe(shortest));
    auto const used = std::chrono::duration<double>(hours(1)) / std::chrono::duration<double>(longest);
    BOOST_TEST_MESSAGE(w.arrivals.size() << " requests, " << used << " of the quota used");
    BOOST_TEST(used >= 0.98);
}

std::size_t told(world const& w, std::string const& beginning) {
    return static_cast<std::size_t>(std::count_if(
        w.notices.begin(), w.notices.end(), [&](auto const& each) { return each.starts_with(beginning); }));
}

std::size_t arrived_before(world const& w, core::duration since) {
    return static_cast<std::size_t>(
        std::count_if(w.arrivals.begin(), w.arrivals.end(),
                      [&](auto const& each) { return each.first < virtual_time::start() + since; }));
}

journal::run_ended ending(world& w) {
    return std::get<journal::run_ended>(w.records().back());
}

/// Lets time pass until the run that ended says that another gets further.
void sleep_until_told(world& w) {
    auto const until = core::parse_iso8601(ending(w).until);
    BOOST_REQUIRE(until.has_value());
    w.time.pass(std::chrono::duration_cast<core::duration>(*until - w.time.wall_now()));
}

} // namespace

// Thousands of requests each: an optimized build runs them all.
static boost::unit_test::enable_if<thinned_out == 1> const unless_thinned_out;

BOOST_AUTO_TEST_CASE(three_thousand_members_take_hours_and_no_hour_has_too_many_requests,
                     *unless_thinned_out) {
    for (auto const latency : {milliseconds(0), milliseconds(80)}) {
        world w(members, add_plan, patient);
        auto const expected = w.platform.matching();
        set_latency(w, latency);
        auto const r = w.run();
        BOOST_TEST(r.complete);
        BOOST_TEST((r.took > hours(3)));
        BOOST_TEST((r.took < hours(3) + minutes(5)));
        BOOST_TEST(r.end.wire.throttled == 0U);
        check_hours(w);
        check_all_is_well(w, expected);
    }
}

BOOST_AUTO_TEST_CASE(each_long_wait_is_told_once_and_shown, *unless_thinned_out) {
    world w(members, add_plan, patient);
    std::vector<std::string> shown;
    for (auto const when : {seconds(20), seconds(60), seconds(3000), seconds(3640)})
        w.at(when, [&](engine::run& j) { shown.push_back(j.snapshot().quota_until); });
    BOOST_TEST(w.run().complete);
    BOOST_TEST(told(w, "waits for the quota of 1,000 requests an hour until Mon 2025-11-24 17:00:") == 1U);
    BOOST_TEST(told(w, "waits for the quota") == 3U);
    BOOST_TEST_REQUIRE(shown.size() == 4U);
    BOOST_TEST(shown[0] == "");
    BOOST_TEST(shown[1].starts_with("Mon 2025-11-24 17:00:"), shown[1]);
    BOOST_TEST(shown[2] == shown[1]);
    BOOST_TEST(shown[3] == "");
}

BOOST_AUTO_TEST_CASE(a_wait_beyond_the_patience_ends_the_run_until_the_next_request_may_go,
                     *unless_thinned_out) {
    world w(members, add_plan, hourly);
    auto const expected = w.platform.matching();
    int runs = 0;
    for (; runs < 10; ++runs) {
        auto const r = w.run();
        BOOST_TEST_REQUIRE(!r.error.has_value());
        if (r.complete) break;
        BOOST_TEST(r.stopped_for(reason::quota));
        BOOST_TEST((r.took < minutes(1)));
        BOOST_TEST(
            r.reason.starts_with("the quota of 1,000 requests an hour is used up; the next request may "
                                 "go Mon 2025-11-24 "),
            r.reason);
        BOOST_TEST(ending(w).cause == journal::ending_quota);
        BOOST_TEST(journal::replay(w.disk, journal::directory("/state", "job-1")).folded.pending().empty());
        auto const sent = w.arrivals.size();
        auto const again = w.run(); // too early
        BOOST_TEST(again.stopped_for(reason::quota));
        BOOST_TEST((again.took < seconds(1)));
        BOOST_TEST(w.arrivals.size() == sent);
        sleep_until_told(w);
    }
    BOOST_TEST(runs == 3);
    BOOST_TEST(told(w, "waits for") == 0U);
    check_hours(w);
    check_all_is_well(w, expected);
    for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
}

BOOST_AUTO_TEST_CASE(a_run_that_is_killed_leaves_what_it_used, *unless_thinned_out) {
    for (auto const step : {500U, 1200U, 2600U}) {
        world w(members, add_plan, patient);
        auto const expected = w.platform.matching();
        w.end.decide(step, {});
        BOOST_TEST(w.run().died);
        BOOST_TEST(w.run().complete);
        check_hours(w);
        check_all_is_well(w, expected);
    }
}

BOOST_AUTO_TEST_CASE(others_use_the_same_quota, *unless_thinned_out) {
    world w(members, add_plan, patient);
    auto const expected = w.platform.matching();
    w.at(seconds(10), [&](engine::run&) { others_send(w, 300); });
    for (int s = 0; s < 100; ++s) // as quick as the run is
        w.at(minutes(121) + milliseconds(100 * s), [&](engine::run&) {
            auto room = std::uint64_t{0};
            w.quotas.front()->update([&](pacing::quota_state& state) {
                room = pacing::room(state, {allowed, hours(1)}, {w.time.uptime(), w.time.wall_now()});
            });
            if (room > 0) others_send(w, 1);
        });
    BOOST_TEST(w.run().complete);
    check_hours(w);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_and_forth_changes_nothing, *unless_thinned_out) {
    world w(members, add_plan, patient);
    auto const expected = w.platform.matching();
    w.at(seconds(20), [&](engine::run&) { w.time.set_clock(hours(5)); });
    w.at(minutes(10), [&](engine::run&) { w.time.set_clock(-hours(50)); });
    w.at(minutes(70), [&](engine::run&) { w.time.set_clock(minutes(55)); });
    w.at(minutes(150), [&](engine::run&) { w.time.set_clock(-minutes(1)); });
    auto const r = w.run();
    BOOST_TEST(r.complete);
    BOOST_TEST((r.took < hours(3) + minutes(5)));
    check_hours(w);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_the_wait) {
    world w(members, add_plan, patient);
    auto const expected = w.platform.matching();
    w.at(minutes(10), [](engine::run& j) { j.request_stop("interrupted"); });
    auto const r = w.run();
    BOOST_TEST(r.stopped_for(reason::asked));
    BOOST_TEST((r.took < minutes(10) + seconds(1)));
    BOOST_TEST(w.arrivals.size() == allowed);
    BOOST_TEST(w.run().complete);
    check_hours(w);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_pause_holds_beyond_the_wait, *unless_thinned_out) {
    world w(members, add_plan, patient);
    auto const expected = w.platform.matching();
    w.steer_at(minutes(10), journal::act::pause);
    w.at(minutes(90), [&](engine::run& j) {
        BOOST_TEST(w.arrivals.size() == allowed);
        BOOST_TEST(j.snapshot().paused);
    });
    w.steer_at(minutes(91), journal::act::go_on);
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_window_that_closes_ends_the_wait) {
    world w(members, add_plan,
            std::string(patient) + R"(, "window": {"from": "16:00", "to": "16:30", "timezone": "UTC"})");
    auto const r = w.run();
    BOOST_TEST(r.stopped_for(reason::window));
    BOOST_TEST((r.took <= minutes(30)));
    BOOST_TEST((r.took > minutes(29)));
    BOOST_TEST(w.arrivals.size() == allowed);
}

BOOST_AUTO_TEST_CASE(nights_pass_while_quota_and_window_are_waited_for, *unless_thinned_out) {
    world w(members, add_plan,
            std::string(patient) + R"(, "window": {"from": "16:00", "to": "16:30", "timezone": "UTC"})");
    auto const expected = w.platform.matching();
    engine::run_choices waiting;
    waiting.waits = true;
    auto const r = w.run(waiting);
    BOOST_TEST(r.complete);
    BOOST_TEST((r.took > hours(72))); // a thousand a night
    BOOST_TEST((r.took < hours(73)));
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(what_never_left_does_not_count, *unless_thinned_out) {
    world w(members, add_plan, patient);
    auto const expected = w.platform.matching();
    std::size_t tries = 0;
    w.direct = [&](http::request const& r) {
        treatment t;
        if (is_change(r) && ++tries % 3 == 0) t.what = treatment::kind::refused_connection;
        return t;
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(arrived_before(w, minutes(59)) == allowed);
    check_hours(w);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(while_the_platform_is_down_probes_count_and_wait_too, *unless_thinned_out) {
    world w(members, add_plan,
            R"(, "pace": {"quota": {"requests": 100, "per": "1h"}}, "retry": {"patience": "40h"})");
    w.direct = [&](http::request const&) {
        treatment t;
        auto const since = w.time.now() - virtual_time::start();
        if (since > seconds(3) && since < hours(3)) t.what = treatment::kind::error_before;
        return t;
    };
    w.at(hours(20), [](engine::run& j) { j.request_stop("enough"); });
    BOOST_TEST(w.run().stopped_for(reason::asked));
    for (std::size_t i = 100; i < w.arrivals.size(); ++i)
        BOOST_TEST_REQUIRE((w.arrivals[i].first - w.arrivals[i - 100].first > hours(1)));
    BOOST_TEST(w.arrivals.size() > 1900U);
}

BOOST_AUTO_TEST_CASE(of_two_quotas_the_longer_one_holds_too) {
    world w(members, add_plan, patient);
    w.job.pace.quotas.push_back({1500, hours(24), provider::limit::scope::key});
    w.quotas.push_back(std::make_unique<pacing::local_quota_store>());
    auto const r = w.run();
    BOOST_TEST(r.stopped_for(reason::quota));
    BOOST_TEST(
        r.reason.starts_with("the quota of 1,500 requests a day is used up; the next request may go Tue "
                             "2025-11-25 16:"),
        r.reason);
    BOOST_TEST(w.arrivals.size() == 1500U);
    // What the longer one refused was given back to the shorter one.
    auto const bucket = [](core::instant t) { return t.time_since_epoch() / seconds(15); };
    auto const counting = std::count_if(w.arrivals.begin(), w.arrivals.end(), [&](auto const& each) {
        return bucket(each.first) > bucket(w.time.now()) - 242;
    });
    w.quotas.front()->update(
        [&](pacing::quota_state& s) { BOOST_TEST(s.used == static_cast<std::uint64_t>(counting)); });
}

BOOST_AUTO_TEST_CASE(no_more_members_are_looked_at_than_can_be_changed_too) {
    world w(40, R"("update": {"json": {"score": 7}, "merge": true})",
            R"(, "pace": {"quota": {"requests": 10, "per": "1h"}})");
    auto const expected = w.platform.matching();
    auto r = w.run();
    BOOST_TEST(r.stopped_for(reason::quota));
    BOOST_TEST(count(w, outcome::done) == 4U); // a page, and two requests for each
    BOOST_TEST(w.arrivals.size() == 9U);
    for (int runs = 1; !r.complete && runs < 8; ++runs) {
        sleep_until_told(w);
        r = w.run();
    }
    BOOST_TEST(r.complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(who_waits_for_windows_waits_for_the_quota_however_long) {
    world w(40, add_plan, R"(, "pace": {"quota": {"requests": 10, "per": "1h"}})");
    auto const expected = w.platform.matching();
    engine::run_choices waiting;
    waiting.waits = true;
    auto const r = w.run(waiting);
    BOOST_TEST(r.complete);
    BOOST_TEST((r.took > hours(2))); // a page and 20 changes
    BOOST_TEST((r.took < hours(2) + minutes(2)));
    BOOST_TEST(told(w, "the quota of 10 requests an hour is used up; the next request may go ") == 2U);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_job_that_its_quota_stopped_can_be_foretold) {
    world w(40, add_plan, R"(, "pace": {"quota": {"requests": 10, "per": "1h"}})");
    BOOST_TEST(w.run().stopped_for(reason::quota));
    auto const folded = journal::replay(w.disk, journal::directory("/state", "job-1")).folded;
    auto const until = core::parse_iso8601(ending(w).until).value();
    auto const f = engine::forecast_after(folded, w.job.windows, w.job.pace, w.time.wall_now());
    BOOST_TEST_REQUIRE(f.has_value());
    BOOST_TEST((f->at > until + hours(1))); // ten more then, and the last one an hour later
    BOOST_TEST((f->at < until + hours(1) + minutes(2)));
    BOOST_TEST((f->sending > hours(1)));
    // However late it is looked at, it begins then, and not before.
    w.time.pass(hours(5));
    auto const late = engine::forecast_after(folded, w.job.windows, w.job.pace, w.time.wall_now());
    BOOST_TEST_REQUIRE(late.has_value());
    BOOST_TEST((late->at > w.time.wall_now() + hours(1)));
}

BOOST_AUTO_TEST_SUITE_END()
