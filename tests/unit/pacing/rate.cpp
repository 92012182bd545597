#include "throttled.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(rate)

using namespace muster;
using namespace muster::pacing;
using namespace muster::pacing::model;
using namespace std::chrono_literals;

namespace {

/// Throttled once more without one accepted in between.
rate_state throttled_twice(double uniform01 = 0) {
    auto state = throttled_once();
    throttled(state, at_25, start + 20ms, start + 15ms, {}, uniform01);
    return state;
}

/// A state without a limit of ours, throttled at 25 requests a second after many were accepted.
rate_state throttled_rarely(std::optional<core::duration> wait = {}) {
    auto state = throttled_once();
    for (auto i = 0; i < 1000; ++i) accepted(state, start + 20ms, start + 15ms);
    throttled(state, {0}, start + 20ms, start + 15ms, wait, 0);
    return state;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_first_slot_is_due_at_once_and_the_next_a_spacing_later) {
    auto state = rate_state{};
    BOOST_TEST(!take(state, at_25, start).has_value());
    auto const again = take(state, at_25, start);
    BOOST_REQUIRE(again.has_value());
    BOOST_TEST((*again - start >= 40ms));
    BOOST_TEST((*again - start <= 40300us));
    BOOST_TEST(take(state, at_25, *again - 1ns).has_value());
    BOOST_TEST(!take(state, at_25, *again).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_due_and_kept_can_be_asked_without_taking_it) {
    auto state = rate_state{};
    BOOST_TEST(!due(state, start).has_value());
    BOOST_TEST(!spacing(state, {0}, start).has_value());
    auto const kept = spacing(state, at_25, start).value();
    take(state, at_25, start);
    BOOST_TEST((due(state, start) == start + kept));
    BOOST_TEST(!due(state, start + kept).has_value());
    hold(state, start, start + 3s);
    BOOST_TEST((due(state, start + kept) == start + 3s));
}

BOOST_AUTO_TEST_CASE(an_idle_time_earns_no_burst) {
    auto state = rate_state{};
    take(state, at_25, start);
    BOOST_TEST(!take(state, at_25, start + 10s).has_value());
    BOOST_TEST((take(state, at_25, start + 10s).value() >= start + 10s + 40ms));
}

BOOST_AUTO_TEST_CASE(spacing_counts_from_the_late_moment_of_taking) {
    auto state = rate_state{};
    take(state, at_25, start);
    BOOST_TEST(!take(state, at_25, start + 75ms).has_value());
    BOOST_TEST((take(state, at_25, start + 81ms).value() >= start + 115ms));
}

BOOST_AUTO_TEST_CASE(what_leaves_later_than_its_slot_was_taken_keeps_the_next_at_a_distance) {
    auto state = rate_state{};
    take(state, at_25, start);
    sent_late(state, at_25, start + 3ms);
    BOOST_TEST((take(state, at_25, start + 41ms).value() >= start + 43ms));
    BOOST_TEST((take(state, at_25, start + 41ms).value() <= start + 43300us));
    sent_late(state, at_25, start + 1ms); // another process's, whose slot was before
    BOOST_TEST((take(state, at_25, start + 41ms).value() >= start + 43ms));
    sent_late(state, {0}, start + 10s);
    BOOST_TEST(!take(state, {0}, start + 44ms).has_value());
}

BOOST_AUTO_TEST_CASE(without_a_limit_every_moment_is_a_slot) {
    auto state = rate_state{};
    for (auto i = 0; i < 1000; ++i) BOOST_TEST(!take(state, {0}, start).has_value());
    BOOST_TEST(current_rate(state, {0}, start) == 0);
}

BOOST_AUTO_TEST_CASE(a_throttle_holds_everyone_for_as_long_as_the_platform_says) {
    auto state = throttled_once(3s);
    BOOST_TEST((held_until(state) == start + 3010ms));
    BOOST_TEST((take(state, at_25, start + 1s).value() == start + 3010ms));
    BOOST_TEST(!take(state, at_25, start + 3010ms).has_value());
}

BOOST_AUTO_TEST_CASE(a_throttle_soon_after_another_holds_everyone_shortly_by_chance) {
    BOOST_TEST((held_until(throttled_twice(0)) == start + 120ms));
    BOOST_TEST((held_until(throttled_twice(0.5)) == start + 170ms));
    auto told_nothing = throttled_once(0s);
    throttled(told_nothing, at_25, start + 20ms, start + 15ms, 0s, 0.5);
    BOOST_TEST((held_until(told_nothing) == start + 170ms)); // "0" is no word on how long
}

BOOST_AUTO_TEST_CASE(holds_double_with_throttles_in_a_row_up_to_30_seconds_until_one_is_accepted) {
    auto state = throttled_once();
    auto now = start + 20ms;
    auto hold = [&] {
        throttled(state, at_25, now + 1ms, now, {}, 0);
        auto const length = held_until(state) - (now + 1ms);
        now = held_until(state);
        return length;
    };
    for (auto expected = core::duration{100ms}; expected < 15s; expected *= 2)
        BOOST_TEST((hold() == expected));
    for (auto i = 0; i < 200; ++i) BOOST_TEST((hold() == 15s)); // half of 30 s, as the random part is none
    accepted(state, now + 1ms, now);
    now += 2ms;
    BOOST_TEST((hold() == 50ms));
}

BOOST_AUTO_TEST_CASE(throttles_of_requests_sent_before_the_reaction_are_no_news) {
    auto state = throttled_once();
    auto const rate_then = current_rate(state, at_25, start + 20ms);
    auto const held_then = held_until(state);
    for (auto i = 0; i < 10; ++i) throttled(state, at_25, start + 20ms, start + 5ms, {}, 0.9);
    BOOST_TEST(current_rate(state, at_25, start + 20ms) == rate_then);
    BOOST_TEST((held_until(state) == held_then));
    throttled(state, at_25, start + 20ms, start + 5ms, 2s, 0); // but the platform's word still counts
    BOOST_TEST((held_until(state) == start + 2020ms));
}

BOOST_AUTO_TEST_CASE(accepted_replies_of_requests_sent_before_the_reaction_are_no_news) {
    auto state = throttled_once();
    accepted(state, start + 20ms, start + 5ms);
    BOOST_TEST(state.accepted_since == 0);
    BOOST_TEST(state.throttled_in_a_row == 1);
    accepted(state, start + 200ms, start + 150ms);
    BOOST_TEST(state.accepted_since == 1);
    BOOST_TEST(state.throttled_in_a_row == 0);
}

BOOST_AUTO_TEST_CASE(without_a_limit_the_first_throttle_cuts_gently) {
    BOOST_TEST(current_rate(throttled_rarely(), {0}, start + 20ms) == 25 * 0.975,
               boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(dense_throttles_cut_hard_and_sporadic_ones_below_the_limit_gently) {
    auto cut_after = [](int accepted_between) {
        auto state = throttled_once();
        auto now = start + 100ms;
        auto before = 0.0;
        for (auto throttle = 0; throttle < 2; ++throttle) {
            for (auto i = 0; i < accepted_between; ++i) accepted(state, now + 2ms, now + 1ms);
            before = current_rate(state, {0}, now + 3ms);
            throttled(state, {0}, now + 3ms, now + 1ms, {}, 0);
            now = std::max(held_until(state), now + 3ms);
        }
        return current_rate(state, {0}, now) / before;
    };
    BOOST_TEST(cut_after(0) == 0.7, boost::test_tools::tolerance(0.01));
    BOOST_TEST(cut_after(1) == 0.7, boost::test_tools::tolerance(0.01));
    BOOST_TEST(cut_after(5) == 10.0 / 12, boost::test_tools::tolerance(0.01));
    BOOST_TEST(cut_after(20) > 0.95);
    BOOST_TEST(cut_after(1000) == 0.975, boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(a_ban_does_not_ruin_the_rate) {
    auto state = throttled_twice();
    for (auto i = 0; i < 100; ++i) {
        auto const now = held_until(state);
        throttled(state, at_25, now + 2ms, now + 1ms, {}, 0);
    }
    BOOST_TEST(current_rate(state, at_25, held_until(state)) > 25 * 0.975 * 0.7 * 0.7 - 0.1);
}

BOOST_AUTO_TEST_CASE(the_rate_never_falls_below_one_request_in_ten_seconds) {
    auto state = throttled_twice();
    for (auto i = 0; i < 200; ++i) {
        auto const now = held_until(state);
        accepted(state, now + 2ms, now + 1ms);
        throttled(state, at_25, now + 3ms, now + 2ms, {}, 0);
    }
    BOOST_TEST(current_rate(state, at_25, held_until(state)) == 0.1, boost::test_tools::tolerance(0.01));
    BOOST_TEST(current_rate(state, {0.05}, held_until(state)) == 0.05); // but where the limit itself is lower
}

BOOST_AUTO_TEST_CASE(the_rate_climbs_back_to_the_limit_and_not_beyond) {
    auto const state = throttled_twice();
    auto last = current_rate(state, at_25, start + 100ms);
    BOOST_TEST(last < 24);
    for (auto s = 1s; s < 3600s; ++s) {
        auto const rate = current_rate(state, at_25, start + s);
        BOOST_REQUIRE(rate >= last);
        BOOST_REQUIRE(rate <= 25);
        last = rate;
    }
    BOOST_TEST(last == 25);
}

BOOST_AUTO_TEST_CASE(the_climb_is_slow_near_the_ceiling_and_fast_far_beyond) {
    auto const state = throttled_rarely();
    auto const from = start + 20ms;
    auto const rate = [&](core::duration after) { return current_rate(state, {0}, from + after); };
    auto const ceiling = state.ceiling;
    BOOST_TEST(rate(11s) == ceiling, boost::test_tools::tolerance(0.001));
    BOOST_TEST(rate(17s) < ceiling * 1.01);
    BOOST_TEST(rate(72s) > ceiling * 5);
}

BOOST_AUTO_TEST_CASE(a_costly_throttle_is_risked_more_rarely) {
    auto const cheap = throttled_rarely(100ms);
    auto const dear = throttled_rarely(1s);
    auto const after = [](rate_state const& state, core::duration d) {
        return current_rate(state, {0}, held_until(state) + d);
    };
    BOOST_TEST(after(cheap, 12s) == after(dear, 120s), boost::test_tools::tolerance(0.001));
    auto const dearest = throttled_rarely(1h);
    BOOST_TEST(after(cheap, 12s) == after(dearest, 240s), boost::test_tools::tolerance(0.001));
}

BOOST_AUTO_TEST_CASE(far_below_the_ceiling_a_costly_throttle_does_not_slow_the_climb) {
    auto const cut_hard = [](core::duration wait) {
        auto state = throttled_once(wait);
        for (auto i = 0; i < 3; ++i) {
            auto const now = held_until(state);
            throttled(state, at_25, now + 2ms, now + 1ms, wait, 0);
        }
        return state;
    };
    auto const cheap = cut_hard(100ms);
    auto const dear = cut_hard(1s);
    auto const after = [](rate_state const& state, core::duration d) {
        return current_rate(state, at_25, held_until(state) + d);
    };
    BOOST_TEST(after(cheap, 0s) < 25 * 0.7);
    BOOST_TEST(after(cheap, 10s) == after(dear, 10s), boost::test_tools::tolerance(0.001));
    BOOST_TEST(after(cheap, 25s) > after(dear, 25s));
}

BOOST_AUTO_TEST_CASE(without_a_limit_a_throttle_starts_from_what_was_accepted_in_the_last_second) {
    auto state = rate_state{};
    auto now = start;
    for (auto i = 0; i < 300; ++i, now += 10ms) {
        take(state, {0}, now);
        accepted(state, now, now);
    }
    throttled(state, {0}, now, now - 1ms, {}, 0);
    BOOST_TEST(current_rate(state, {0}, now) == 97.5, boost::test_tools::tolerance(0.02));
    BOOST_TEST(!take(state, {0}, now).has_value());
    BOOST_TEST(take(state, {0}, now).has_value());
}

BOOST_AUTO_TEST_CASE(what_was_accepted_long_ago_is_no_measure) {
    auto state = rate_state{};
    for (auto i = 0; i < 500; ++i) accepted(state, start, start);
    throttled(state, {0}, start + 5s, start + 4s, {}, 0);
    BOOST_TEST(current_rate(state, {0}, start + 5s) == 9.75, boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(a_hint_holds_without_slowing) {
    auto state = rate_state{};
    hold(state, start, start + 2s);
    BOOST_TEST((take(state, at_25, start + 1s).value() == start + 2s));
    BOOST_TEST(current_rate(state, at_25, start + 2s) == 25);
    hold(state, start, start + 1s);
    BOOST_TEST((held_until(state) == start + 2s)); // a shorter one takes nothing back
}

BOOST_AUTO_TEST_CASE(a_state_from_before_a_reboot_is_forgotten) {
    auto state = throttled_once(1h);
    auto const after_boot = core::instant{} + 20s;
    BOOST_TEST(!take(state, at_25, after_boot).has_value());
    BOOST_TEST(current_rate(state, at_25, after_boot) == 25);
    BOOST_TEST((held_until(state) < after_boot));
}

BOOST_AUTO_TEST_CASE(a_clock_read_a_moment_earlier_by_another_process_is_no_reboot) {
    auto state = throttled_once(1h);
    BOOST_TEST((take(state, at_25, start - 5s).value() == start + 1h + 10ms));
}

BOOST_AUTO_TEST_SUITE_END()
