#include "support.hpp"

BOOST_AUTO_TEST_SUITE(pace)

using namespace muster;
using namespace muster::simulated;
using std::chrono::milliseconds;

namespace {

double in_seconds(core::duration d) {
    return std::chrono::duration<double>(d).count();
}

} // namespace

BOOST_AUTO_TEST_CASE(under_a_strict_limit_of_25_the_rate_is_reached_and_nothing_is_throttled) {
    for (auto const latency : {milliseconds(0), milliseconds(80)}) {
        world w(1000, add_plan);
        auto const expected = w.platform.matching();
        w.platform.limit = sandbox::limiter(25);
        set_latency(w, latency);
        auto const report = w.run();
        auto const rate = static_cast<double>(report.end.wire.requests) / in_seconds(report.took);
        BOOST_TEST_MESSAGE(latency.count() << " ms: " << rate << " requests/s of 25");
        BOOST_TEST(report.complete);
        BOOST_TEST(report.end.wire.throttled == 0U);
        BOOST_TEST(rate >= 0.98 * 25);
        check_all_is_well(w, expected);
    }
}

BOOST_AUTO_TEST_CASE(a_platform_that_tells_what_is_left_of_its_limit_is_no_slower_for_it) {
    world w(1000, add_plan);
    auto const expected = w.platform.matching();
    w.platform.limit = sandbox::limiter(25);
    w.direct = [&](http::request const&) {
        treatment t;
        t.there = t.back = milliseconds(40);
        t.alter = [&](http::reply& said) {
            said.rate_limit_limit = "25";
            said.rate_limit_remaining = std::to_string(w.platform.limit.room(w.time.now()));
            said.rate_limit_reset = "1";
        };
        return t;
    };
    auto const report = w.run();
    auto const rate = static_cast<double>(report.end.wire.requests) / in_seconds(report.took);
    BOOST_TEST_MESSAGE(rate << " requests/s of 25");
    BOOST_TEST(report.complete);
    BOOST_TEST(report.end.wire.throttled == 0U);
    BOOST_TEST(rate >= 0.98 * 25);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_throttle_that_tells_only_its_reset_is_waited_for) {
    world w(60, add_plan);
    std::uint64_t n = 0;
    std::uint64_t early = 0;
    core::instant free_at;
    w.direct = [&](http::request const& r) {
        treatment t;
        early += w.time.now() < free_at ? 1U : 0U;
        if (!is_change(r) || ++n != 10) return t;
        t.what = treatment::kind::turned_away;
        free_at = w.time.now() + std::chrono::seconds(7);
        t.alter = [](http::reply& said) {
            said.status = 429;
            said.rate_limit_reset = "7";
        };
        return t;
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(early <= 7U); // what was on its way
}

BOOST_AUTO_TEST_CASE(a_limit_of_10_that_nobody_told_is_found_and_nearly_used_up) {
    for (auto const latency : {milliseconds(0), milliseconds(80)}) {
        world w(2000, add_plan);
        auto const expected = w.platform.matching();
        w.platform.limit = sandbox::limiter(10);
        set_latency(w, latency);
        auto const report = w.run();
        auto const accepted = report.end.wire.requests - report.end.wire.throttled;
        auto const rate = static_cast<double>(accepted) / in_seconds(report.took);
        BOOST_TEST_MESSAGE(latency.count() << " ms: " << rate << " requests/s of 10");
        BOOST_TEST(report.complete);
        BOOST_TEST(rate >= 0.9 * 10);
        check_all_is_well(w, expected);
    }
}

BOOST_AUTO_TEST_SUITE_END()
