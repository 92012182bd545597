#include "sandbox/limiter.hpp"

#include "sandbox/random.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

BOOST_AUTO_TEST_SUITE(sandbox_limiter)

using namespace std::chrono_literals;
using muster::core::instant;
using muster::sandbox::limiter;

namespace {

instant const start{1000s};

bool accept(limiter& l, instant now) {
    if (!l.has_room(now)) return false;
    l.take(now);
    return true;
}

} // namespace

BOOST_AUTO_TEST_CASE(accepts_a_whole_burst_and_then_no_more_until_a_second_has_passed) {
    limiter l(3);
    for (int i = 0; i < 3; ++i) BOOST_TEST(accept(l, start));
    BOOST_TEST(!accept(l, start));
    BOOST_TEST(!accept(l, start + 1s - 1ns));
    BOOST_TEST(accept(l, start + 1s));
}

BOOST_AUTO_TEST_CASE(the_window_slides_with_each_request) {
    limiter l(2);
    BOOST_TEST(accept(l, start));
    BOOST_TEST(accept(l, start + 900ms));
    BOOST_TEST(accept(l, start + 1000ms)); // the first is out; a fixed window would now accept two
    BOOST_TEST(!accept(l, start + 1100ms));
    BOOST_TEST(!accept(l, start + 1899ms));
    BOOST_TEST(accept(l, start + 1900ms));
}

BOOST_AUTO_TEST_CASE(rejected_requests_do_not_count) {
    limiter l(1);
    BOOST_TEST(accept(l, start));
    for (int i = 1; i < 100; ++i) BOOST_TEST(!accept(l, start + i * 10ms));
    BOOST_TEST(accept(l, start + 1s));
}

BOOST_AUTO_TEST_CASE(rate_zero_accepts_everything_and_still_measures) {
    limiter l(0);
    for (int i = 0; i < 500; ++i) BOOST_TEST(accept(l, start + i * 1ms));
    BOOST_TEST(l.max_in_window() == 500U);
}

BOOST_AUTO_TEST_CASE(the_window_may_be_an_hour) {
    limiter l(2, 1h);
    BOOST_TEST(accept(l, start));
    BOOST_TEST(accept(l, start + 30min));
    BOOST_TEST(!accept(l, start + 1h - 1ns));
    BOOST_TEST(accept(l, start + 1h));
    BOOST_TEST(!accept(l, start + 80min));
    BOOST_TEST(l.max_in_window() == 2U);
}

BOOST_AUTO_TEST_CASE(no_second_holds_more_than_the_rate_whatever_the_arrivals) {
    muster::sandbox::random dice(5);
    limiter l(25);
    std::vector<instant> accepted;
    auto now = start;
    for (int i = 0; i < 5000; ++i) {
        now += std::chrono::microseconds(dice.below(40'000));
        if (accept(l, now)) accepted.push_back(now);
    }
    std::size_t most = 0;
    for (std::size_t first = 0, last = 0; last < accepted.size(); ++last) {
        while (accepted[last] - accepted[first] >= 1s) ++first;
        most = std::max(most, last - first + 1);
    }
    BOOST_TEST(most == 25U);
    BOOST_TEST(l.max_in_window() == most);
}

BOOST_AUTO_TEST_SUITE_END()
