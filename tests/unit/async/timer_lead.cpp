#include "async/timer_lead.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace {

using muster::async::timer_lead;
using std::chrono::microseconds;

BOOST_AUTO_TEST_SUITE(a_timers_lead)

BOOST_AUTO_TEST_CASE(half_of_the_timers_come_early) {
    std::mt19937 dice(1);
    std::lognormal_distribution<double> lateness(4.6, 0.4); // 100 us, most of them
    timer_lead lead;
    int early = 0;
    constexpr int n = 20000;
    for (int i = 0; i < n; ++i) {
        auto const late = std::chrono::nanoseconds(static_cast<long>(lateness(dice) * 1000));
        if (late < lead.get()) ++early;
        lead.learn(late);
    }
    BOOST_TEST(early > n * 45 / 100);
    BOOST_TEST(early < n * 55 / 100);
}

BOOST_AUTO_TEST_CASE(it_follows_a_machine_that_changes) {
    timer_lead lead;
    for (int i = 0; i < 1000; ++i) lead.learn(microseconds(180));
    BOOST_TEST((lead.get() >= microseconds(176) && lead.get() <= microseconds(184)));
    for (int i = 0; i < 1000; ++i) lead.learn(microseconds(20));
    BOOST_TEST((lead.get() >= microseconds(16) && lead.get() <= microseconds(24)));
}

BOOST_AUTO_TEST_CASE(it_stays_within_its_bounds) {
    timer_lead lead;
    for (int i = 0; i < 1000; ++i) lead.learn(std::chrono::seconds(1));
    BOOST_TEST((lead.get() == timer_lead::most));
    for (int i = 0; i < 1000; ++i) lead.learn(microseconds(-5));
    BOOST_TEST((lead.get() == muster::core::duration()));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
