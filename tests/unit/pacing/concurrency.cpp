#include "pacing/concurrency.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>

BOOST_AUTO_TEST_SUITE(concurrency)

using namespace muster;
using namespace std::chrono_literals;

namespace {

constexpr auto start = core::instant{} + 1000s;

/// Keeps as many requests in flight as may be, with response times that depend on how many and when, for
/// `span`. Gives the limit at the end; `on_sample` sees it after each reply.
std::size_t drive(
    pacing::concurrency& c, core::instant from, core::duration span,
    std::function<core::duration(std::size_t in_flight, core::duration at)> const& response_time,
    std::function<void(std::size_t)> const& on_sample = {}) {
    auto now = from;
    while (now - from < span) {
        auto const in_flight = c.limit();
        auto const took = response_time(in_flight, now - from);
        now += took / static_cast<int>(in_flight);
        c.sample(now, took, in_flight);
        if (on_sample) on_sample(c.limit());
    }
    return c.limit();
}

} // namespace

BOOST_AUTO_TEST_CASE(it_starts_at_the_most_and_stays_there_while_replies_are_steady) {
    auto c = pacing::concurrency{8};
    BOOST_TEST(c.limit() == 8U);
    drive(
        c, start, 5min, [](auto, auto) { return 300ms; }, [](std::size_t limit) { BOOST_TEST(limit == 8U); });
}

BOOST_AUTO_TEST_CASE(climbing_response_times_shrink_it_step_by_step) {
    auto c = pacing::concurrency{10};
    c.sample(start, 100ms, 10);
    auto now = start;
    while (c.limit() == 10) c.sample(now += 10ms, 400ms, 10);
    BOOST_TEST(c.limit() == 8U);
    c.sample(now + 1ms, 400ms, 10); // what was sent before the cut
    c.sample(now + 100ms, 400ms, 10);
    BOOST_TEST(c.limit() == 8U);
    c.sample(now + 500ms, 400ms, 8);
    BOOST_TEST(c.limit() == 6U);
}

BOOST_AUTO_TEST_CASE(it_never_falls_below_one) {
    auto c = pacing::concurrency{64};
    c.sample(start, 10ms, 64);
    for (auto i = 1; i < 29; ++i) c.sample(start + i * 1s, 900ms, 64);
    BOOST_TEST(c.limit() == 1U);
}

BOOST_AUTO_TEST_CASE(a_platform_that_queues_gets_about_what_it_works_on_at_once) {
    // Four at a time take 100 ms each; what is more waits its turn.
    auto const queueing = [](std::size_t in_flight, core::duration) {
        return 100ms * std::max<std::size_t>(in_flight, 4) / 4;
    };
    auto c = pacing::concurrency{32};
    c.sample(start, 100ms, 1);
    auto const limit = drive(c, start, 25s, queueing);
    BOOST_TEST(limit >= 4U);
    BOOST_TEST(limit <= 10U);
}

BOOST_AUTO_TEST_CASE(it_grows_back_one_at_a_time_when_response_times_fall) {
    auto c = pacing::concurrency{16};
    auto const slow_then_fast = [](std::size_t, core::duration at) {
        return at > 1s && at < 4s ? core::duration{500ms} : core::duration{100ms};
    };
    auto const low = drive(c, start, 4s, slow_then_fast);
    BOOST_TEST(low < 8U);
    auto last = low;
    auto const high = drive(
        c, start + 4s, 20s, [](auto, auto) { return 100ms; },
        [&](std::size_t limit) {
            BOOST_TEST(limit <= last + 1);
            last = limit;
        });
    BOOST_TEST(high == 16U);
}

BOOST_AUTO_TEST_CASE(response_times_under_50_ms_are_nothing_to_react_to) {
    auto c = pacing::concurrency{8};
    c.sample(start, 1ms, 8);
    drive(c, start, 20s, [](auto, auto) { return 49ms; });
    BOOST_TEST(c.limit() == 8U);
}

BOOST_AUTO_TEST_CASE(samples_below_the_limit_change_nothing) {
    auto c = pacing::concurrency{8};
    c.sample(start, 10ms, 8);
    for (auto i = 1; i < 25; ++i) c.sample(start + i * 1s, 900ms, 7);
    BOOST_TEST(c.limit() == 8U);
    c.sample(start + 25s, 900ms, 8);
    BOOST_TEST(c.limit() == 6U);
    for (auto i = 0; i < 1000; ++i) c.sample(start + 26s, 10ms, 5);
    BOOST_TEST(c.limit() == 6U);
}

BOOST_AUTO_TEST_CASE(a_platform_that_became_slower_for_good_is_judged_anew_after_a_minute) {
    auto c = pacing::concurrency{8};
    drive(c, start, 10s, [](auto, auto) { return 100ms; });
    BOOST_TEST(drive(c, start + 10s, 15s, [](auto, auto) { return 300ms; }) < 8U);
    BOOST_TEST(drive(c, start + 25s, 75s, [](auto, auto) { return 300ms; }) == 8U);
}

BOOST_AUTO_TEST_CASE(a_pause_does_not_keep_an_old_best) {
    auto c = pacing::concurrency{8};
    c.sample(start, 10ms, 8);
    drive(c, start + 10min, 20s, [](auto, auto) { return 300ms; });
    BOOST_TEST(c.limit() == 8U);
}

BOOST_AUTO_TEST_SUITE_END()
