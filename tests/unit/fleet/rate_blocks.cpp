#include "fleet/rate_blocks.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(blocks_of_a_shared_rate)

using namespace muster;
using namespace muster::fleet;
using namespace std::chrono_literals;

namespace {

constexpr auto start = core::instant{} + 1000s;
constexpr auto spacing = 40ms;

/// The database's clock reads this when ours reads `start`, if nothing is on its way.
constexpr std::int64_t there = 1'700'000'000'000'000;

/// Asked at `start + asked`, and answered so much later; the database read its clock in the middle.
rate_block block(core::duration asked, core::duration trip, std::chrono::microseconds begins,
                 std::chrono::microseconds ends) {
    auto const middle = std::chrono::duration_cast<std::chrono::microseconds>(asked + trip / 2);
    return {there + begins.count(), there + ends.count(), there + middle.count(), start + asked,
            start + asked + trip};
}

} // namespace

BOOST_AUTO_TEST_CASE(without_a_block_nothing_goes_and_it_is_asked_again_soon) {
    rate_blocks b;
    for (auto t = start; t < start + 1s; t += 10ms) {
        auto const again = b.ask(t, spacing);
        BOOST_REQUIRE(again.has_value());
        BOOST_TEST((*again - t >= 5ms && *again - t <= 20ms));
    }
    BOOST_TEST(!b.open(start, spacing));
}

BOOST_AUTO_TEST_CASE(a_block_lets_go_from_its_beginning_to_a_spacing_before_its_end) {
    rate_blocks b;
    b.add(block(0ms, 0ms, 100ms, 500ms));
    BOOST_TEST((b.ask(start, spacing) == start + 100ms));
    BOOST_TEST((b.ask(start + 99ms, spacing) == start + 100ms));
    BOOST_TEST(!b.ask(start + 100ms, spacing).has_value());
    BOOST_TEST(!b.ask(start + 460ms, spacing).has_value());
    BOOST_TEST(b.open(start + 460ms, spacing));
    BOOST_TEST(!b.open(start + 460ms + 1ns, spacing));
    BOOST_TEST((b.ask(start + 460ms + 1ns, spacing) > start + 460ms + 1ns));
    BOOST_TEST(!b.ask(start + 460ms + 1ns, spacing / 2).has_value()); // the limit was raised
}

BOOST_AUTO_TEST_CASE(a_block_is_shorter_by_the_round_trip) {
    rate_blocks b;
    b.add(block(0ms, 30ms, 100ms, 500ms));
    BOOST_TEST(!b.open(start + 115ms - 1ns, spacing));
    BOOST_TEST(b.open(start + 115ms, spacing));
    BOOST_TEST(b.open(start + 445ms, spacing));
    BOOST_TEST(!b.open(start + 445ms + 1ns, spacing));
}

BOOST_AUTO_TEST_CASE(a_block_whose_answer_took_longer_than_it_lasts_is_none) {
    rate_blocks b;
    b.add(block(0ms, 900ms, 450ms, 850ms));
    for (auto t = start; t < start + 2s; t += 1ms) BOOST_TEST(!b.open(t, 1ms));
}

BOOST_AUTO_TEST_CASE(blocks_that_touch_are_one) {
    rate_blocks b;
    b.add(block(0ms, 10ms, 5ms, 400ms));
    b.add(block(300ms, 20ms, 400ms, 800ms));
    for (auto t = 10ms; t <= 750ms; t += 1ms) BOOST_TEST(!b.ask(start + t, spacing).has_value());
    BOOST_TEST(b.open(start + 750ms, spacing));
    BOOST_TEST(!b.open(start + 750ms + 1ns, spacing));
}

BOOST_AUTO_TEST_CASE(a_block_whose_next_one_comes_late_goes_on) {
    rate_blocks b;
    b.add(block(0ms, 0ms, 0ms, 400ms));
    BOOST_TEST(b.ask(start + 390ms, spacing).has_value());
    b.add(block(380ms, 12ms, 400ms, 800ms));
    BOOST_TEST(!b.ask(start + 392ms, spacing).has_value());
}

BOOST_AUTO_TEST_CASE(a_slow_answer_takes_nothing_from_a_block_that_is_there) {
    rate_blocks b;
    b.add(block(0ms, 0ms, 0ms, 400ms));
    b.add(block(0ms, 1s, 400ms, 800ms)); // ends at 300ms, as far as that tells
    BOOST_TEST(b.open(start + 360ms, spacing));
    BOOST_TEST(!b.open(start + 361ms, spacing));
}

BOOST_AUTO_TEST_CASE(another_process_may_stand_between) {
    rate_blocks b;
    b.add(block(0ms, 0ms, 0ms, 400ms));
    b.add(block(300ms, 0ms, 900ms, 1300ms));
    BOOST_TEST(!b.ask(start + 360ms, spacing).has_value());
    BOOST_TEST((b.ask(start + 361ms, spacing) == start + 900ms));
    BOOST_TEST(!b.ask(start + 900ms, spacing).has_value());
}

BOOST_AUTO_TEST_CASE(what_was_reserved_can_be_forgotten) {
    rate_blocks b;
    b.add(block(0ms, 0ms, 0ms, 400ms));
    b.forget();
    BOOST_TEST(!b.open(start, spacing));
}

BOOST_AUTO_TEST_CASE(the_next_one_is_reserved_ahead_of_need_and_by_nobody_who_wants_nothing) {
    rate_blocks b;
    BOOST_TEST(!b.reserve_at(start).has_value());
    b.ask(start, spacing);
    BOOST_TEST((b.reserve_at(start).value() <= start));
    b.add(block(0ms, 0ms, 0ms, 400ms));
    BOOST_TEST(!b.ask(start, spacing).has_value()); // has what it wanted
    b.want(start + 40ms, start, spacing);
    BOOST_TEST(!b.reserve_at(start).has_value()); // the end is too far away to care
    b.want(start + 240ms, start + 200ms, spacing);
    BOOST_TEST((b.reserve_at(start + 200ms) == start + 260ms)); // 100 ms before the last slot in it
    BOOST_TEST(!b.reserve_at(start + 341ms).has_value());       // it has not come, and will not
}

BOOST_AUTO_TEST_CASE(who_wants_one_slot_and_has_it_reserves_no_more) {
    rate_blocks b;
    b.ask(start, spacing);
    b.add(block(0ms, 0ms, 1000ms, 1120ms));
    BOOST_TEST((b.ask(start + 5ms, spacing) == start + 1s));
    BOOST_TEST(!b.reserve_at(start + 5ms).has_value());
    BOOST_TEST(!b.ask(start + 1s, spacing).has_value());
    BOOST_TEST(!b.reserve_at(start + 1s + 101ms).has_value());
    b.want(start + 1040ms, start + 1s, spacing); // another
    BOOST_TEST(b.reserve_at(start + 1s).has_value());
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_slot_far_away_reserves_shortly_before) {
    rate_blocks b;
    b.add(block(0ms, 0ms, 0ms, 400ms));
    b.want(start + 30s, start, 10s);
    BOOST_TEST((b.reserve_at(start) == start + 30s - 100ms));
}

BOOST_AUTO_TEST_CASE(a_long_way_to_the_database_is_begun_sooner) {
    rate_blocks b;
    b.add(block(0ms, 50ms, 25ms, 400ms));
    BOOST_TEST(!b.ask(start + 100ms, spacing).has_value());
    b.want(start + 240ms, start + 200ms, spacing); // it lasts until 375 ms
    BOOST_TEST((b.reserve_at(start + 200ms) == start + 375ms - spacing - 200ms));
}

BOOST_AUTO_TEST_CASE(a_block_holds_the_slots_of_less_than_half_a_second_and_one_at_least) {
    for (auto const s : std::initializer_list<core::duration>{1us, 100us, 1ms, 10ms, 40240us, 100ms, 333ms,
                                                              400ms, 500ms, 1s, 1000s}) {
        rate_blocks b;
        b.ask(start, s);
        b.add(block(0ms, 0ms, 0ms, 1s));
        auto const whole = b.length(start + 500ms);
        auto const slots = whole / s;
        BOOST_TEST(slots >= 1);
        BOOST_TEST((s > 450ms ? slots == 1 : whole >= 200ms && whole <= 500ms), whole.count());
        BOOST_TEST((whole - slots * s >= 2ms || s < 10ms));
        auto const first = b.length(start + 2s); // nothing was wanted for a while
        BOOST_TEST((first <= whole / 3 || slots < 4), first.count());
        BOOST_TEST((first >= s));
    }
}

BOOST_AUTO_TEST_SUITE_END()
