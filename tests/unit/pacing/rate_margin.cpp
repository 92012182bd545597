// Throttles that come alone: what they add to the spacing, and how that fades.
#include "throttled.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(rate_margin)

using namespace muster;
using namespace muster::pacing;
using namespace muster::pacing::model;
using namespace std::chrono_literals;

namespace {

/// How far apart requests are at `now`, beyond what the limit asks for.
double margin_us(rate_state state, core::instant now) {
    auto const bare = [&] {
        auto fresh = rate_state{};
        take(fresh, at_25, now);
        return take(fresh, at_25, now).value();
    }();
    BOOST_REQUIRE(!take(state, at_25, now).has_value());
    return std::chrono::duration<double, std::micro>(take(state, at_25, now).value() - bare).count();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_throttle_that_comes_alone_is_a_lost_slot) {
    for (auto const wait :
         {std::optional<core::duration>{}, std::optional<core::duration>{0s}}) { // 0: no word
        auto state = throttled_once(wait);
        BOOST_TEST((held_until(state) < start));
        BOOST_TEST(current_rate(state, at_25, start + 10ms) == 25);
        BOOST_TEST(
            (take(state, at_25, start + 10ms).value() <= start + 40300us)); // the slot after it is as it was
        for (auto i = 0; i < 40; ++i) accepted(state, start + 1s, start + 1s);
        throttled(state, at_25, start + 2s, start + 2s, wait, 0);
        BOOST_TEST(current_rate(state, at_25, start + 2s) == 25);
    }
}

BOOST_AUTO_TEST_CASE(throttles_that_come_alone_widen_the_spacing_for_a_while) {
    auto state = throttled_once();
    BOOST_TEST(margin_us(state, start + 1s) == 100, boost::test_tools::tolerance(0.03));
    BOOST_TEST(margin_us(state, start + 60s) == 36.8, boost::test_tools::tolerance(0.03));
    BOOST_TEST(margin_us(state, start + 1h) < 1);
    auto now = start;
    auto last = 0.0;
    for (auto throttle = 0; throttle < 100; ++throttle, now += 1s) {
        for (auto i = 0; i < 40; ++i) accepted(state, now + 200ms, now + 150ms);
        throttled(state, at_25, now + 300ms, now + 250ms, {}, 0);
        auto const wide = margin_us(state, now + 400ms);
        BOOST_TEST(wide >= last * 0.999);
        last = wide;
    }
    BOOST_TEST(last == 4000, boost::test_tools::tolerance(0.01)); // a tenth of the spacing, and no more
}

BOOST_AUTO_TEST_CASE(a_costly_throttle_that_comes_alone_is_remembered_for_longer) {
    auto const dear = throttled_once(1s);
    auto const after_hold = start + 1010ms;
    BOOST_TEST(current_rate(dear, at_25, after_hold) == 25);
    BOOST_TEST(margin_us(dear, after_hold) == 215, boost::test_tools::tolerance(0.01));
    BOOST_TEST(margin_us(dear, after_hold + 600s) == 215 / 2.718, boost::test_tools::tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(a_margin_from_before_a_reboot_is_none) {
    auto state = rate_state{}; // as an earlier version begins afresh, which knows of no margin
    state.margin = {std::chrono::nanoseconds{1h}.count(), 0.004};
    BOOST_TEST(margin_us(state, start) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
