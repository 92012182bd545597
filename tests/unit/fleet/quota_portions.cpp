#include "fleet/quota_portions.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(portions_of_a_quota)

using namespace muster;
using namespace muster::fleet;
using namespace std::chrono_literals;
using core::duration;

namespace {

constexpr auto hourly = pacing::quota{10'000, 1h};
constexpr std::int64_t clock_there = 1'700'000'000'000'000;
constexpr pacing::quota_slot here = 77;

/// A process, and the row that others write, too. `up` is the time since its machine was started.
struct desk {
    /// Does what is due.
    void serve() {
        while (auto const at = portions.due(up)) {
            if (*at > up) return;
            auto const e = portions.begin(up);
            if (e.empty()) return;
            portions.done(e, settle(row, e, clock_there + up / 1us));
        }
    }
    bool take(std::uint64_t n = 1) {
        mark = portions.take(hourly, n, up, here);
        return mark.has_value();
    }
    bool take_in_the_end(std::uint64_t n = 1) {
        if (take(n)) return true;
        serve();
        return take(n);
    }

    quota_portions portions;
    pacing::quota_state row;
    duration up = 100h;
    std::optional<quota_portions::mark> mark;
};

} // namespace

BOOST_AUTO_TEST_CASE(nothing_goes_before_it_is_reserved) {
    desk d;
    BOOST_TEST(!d.portions.due(d.up).has_value());
    BOOST_TEST(!d.take());
    BOOST_TEST((d.portions.due(d.up) == d.up));
    BOOST_TEST((d.portions.wait(hourly, 1, d.up) > 0s));
    BOOST_TEST((d.portions.wait(hourly, 1, d.up) <= 20ms));
    d.serve();
    BOOST_TEST((d.portions.wait(hourly, 1, d.up) == 0s));
    BOOST_TEST(d.row.used == 1U);
    BOOST_TEST(d.take());
}

BOOST_AUTO_TEST_CASE(a_portion_is_of_use_for_its_life_only_and_then_given_back) {
    desk d;
    d.take();
    d.serve();
    auto const life = life_of_portion(hourly);
    BOOST_TEST((life == 15s));
    BOOST_TEST((d.portions.due(d.up) == d.up + life));
    d.up += life;
    BOOST_TEST((d.portions.wait(hourly, 1, d.up) > 0s));
    auto const e = d.portions.begin(d.up);
    BOOST_REQUIRE(e.back.size() == 1U);
    BOOST_TEST(e.back.front().n == 1U);
    d.portions.done(e, settle(d.row, e, clock_there + d.up / 1us));
    BOOST_TEST(d.row.used == 1U); // another one
    BOOST_TEST(d.take());
}

BOOST_AUTO_TEST_CASE(its_life_counts_from_before_the_question) {
    desk d;
    d.take();
    auto const e = d.portions.begin(d.up);
    d.up += 14s; // a slow answer
    d.portions.done(e, settle(d.row, e, clock_there + d.up / 1us));
    BOOST_TEST((d.portions.wait(hourly, 1, d.up) == 0s));
    d.up += 1s;
    BOOST_TEST(!d.take());
}

BOOST_AUTO_TEST_CASE(who_sends_much_reserves_up_to_a_hundredth_and_who_sends_little_little) {
    desk d;
    std::uint64_t most = 0, sent = 0;
    for (int i = 0; i < 3000; ++i, d.up += 20ms) {
        BOOST_REQUIRE(d.take_in_the_end());
        ++sent;
        d.serve();
        most = std::max(most, d.row.used - sent);
    }
    BOOST_TEST(most > 50U);
    BOOST_TEST(most <= 100U);
    most = 0;
    for (int i = 0; i < 200; ++i, d.up += 10s) { // 2 in the life of a portion
        BOOST_REQUIRE(d.take_in_the_end());
        ++sent;
        d.serve();
        if (i > 10) most = std::max(most, d.row.used - std::min(sent, d.row.used));
    }
    BOOST_TEST(most <= 8U);
    d.up += 15s;
    d.serve();
    BOOST_TEST(d.row.used == sent);
}

BOOST_AUTO_TEST_CASE(a_small_quota_is_reserved_one_by_one) {
    constexpr auto small = pacing::quota{20, 1min};
    desk d;
    std::uint64_t sent = 0;
    for (int i = 0; i < 100; ++i, d.up += 10ms) {
        if (d.portions.take(small, 1, d.up, here)) ++sent;
        d.serve();
        BOOST_TEST(d.row.used - sent <= 1U);
    }
    BOOST_TEST(sent == 20U);
    BOOST_TEST((d.portions.wait(small, 1, d.up) > 50s));
    BOOST_TEST((d.portions.wait(small, 1, d.up) < 62s));
}

BOOST_AUTO_TEST_CASE(so_many_together_as_are_wanted_together) {
    desk d;
    BOOST_TEST(d.take_in_the_end(700));
    BOOST_TEST(d.row.used == 700U);
    BOOST_TEST(d.take_in_the_end(5000));
    BOOST_TEST(d.take_in_the_end(4300));
    BOOST_TEST(!d.take_in_the_end());
    BOOST_TEST(d.row.used == 10'000U);
}

BOOST_AUTO_TEST_CASE(what_is_refused_is_asked_again_in_a_second_at_the_soonest) {
    desk d;
    quota_portions other;
    pacing::quota_slot const slot =
        settle(d.row, {hourly, {}, 10'000, 10'000, {}}, clock_there + d.up / 1us).there;
    BOOST_TEST(!d.take_in_the_end());
    BOOST_TEST((d.portions.wait(hourly, 1, d.up) > 59min));
    BOOST_TEST((d.portions.due(d.up) == d.up + 1s));
    settle(d.row, {hourly, {{slot, 3}}, 0, 0, {}}, clock_there + d.up / 1us); // others give back
    d.up += 1s;
    d.serve();
    BOOST_TEST((d.portions.wait(hourly, 1, d.up) == 0s));
    BOOST_TEST(d.take());
}

BOOST_AUTO_TEST_CASE(what_is_restored_can_go_again_and_after_its_end_is_given_back) {
    desk d;
    BOOST_TEST(d.take_in_the_end(5));
    auto const taken = *d.mark;
    BOOST_TEST((d.portions.restore(taken, 2) == here));
    BOOST_TEST(d.take(2));
    BOOST_TEST((d.portions.restore(*d.mark, 2) == here));
    d.serve();
    d.up += 15s;
    d.serve();
    BOOST_TEST(d.row.used == 3U);
    BOOST_TEST((d.portions.restore(taken, 1) == here));
    BOOST_TEST((d.portions.wait(hourly, 1, d.up) > 0s)); // it is too late for it
    d.serve();
    d.up += 15s;
    d.serve();
    BOOST_TEST(d.row.used == 2U);
    BOOST_TEST(!d.portions.restore(taken + 1000, 1).has_value());
}

BOOST_AUTO_TEST_CASE(an_errand_that_was_not_done_is_done_again) {
    desk d;
    BOOST_TEST(d.take_in_the_end(5));
    d.portions.restore(*d.mark, 3);
    d.up += 15s;
    auto e = d.portions.begin(d.up);
    BOOST_TEST(!e.back.empty());
    d.portions.undone(e);
    d.serve();
    d.up += 15s;
    d.serve();
    BOOST_TEST(d.row.used == 2U);
}

BOOST_AUTO_TEST_CASE(who_closes_gives_all_back) {
    desk d;
    for (int i = 0; i < 50; ++i) d.take_in_the_end();
    d.take();
    auto const e = d.portions.begin(d.up); // is under way
    d.portions.close();
    d.portions.done(e, settle(d.row, e, clock_there + d.up / 1us));
    d.serve();
    BOOST_TEST(d.row.used >= 50U);
    BOOST_TEST(d.row.used <= 51U);
    BOOST_TEST(!d.portions.due(d.up).has_value());
}

BOOST_AUTO_TEST_CASE(what_was_sent_at_the_end_of_a_portion_and_came_late_counts_for_a_window) {
    for (auto const limit : {hourly, pacing::quota{500, 1min}, pacing::quota{3, 744h}}) {
        auto const on_its_way = limit.window / 240;
        for (int i = 0; i < 200; ++i) { // anywhere in a bucket
            pacing::quota_state row;
            quota_portions::errand const all{limit, {}, limit.requests, limit.requests, {}};
            auto const reserved = std::chrono::floor<std::chrono::microseconds>(i * limit.window / 10'000);
            settle(row, all, clock_there + reserved.count());
            auto const free_at = reserved + settle(row, all, clock_there + reserved.count()).wait;
            BOOST_TEST((free_at >= reserved + life_of_portion(limit) + on_its_way + limit.window));
            BOOST_TEST((free_at <= reserved + limit.window * 102 / 100));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_stands_still_and_frees_nothing) {
    pacing::quota_state row;
    BOOST_TEST(settle(row, {hourly, {}, 10'000, 10'000, {}}, clock_there).n == 10'000U);
    for (auto const back : {1s, 9s, 11s, 100'000s}) {
        auto const r = settle(row, {hourly, {}, 1, 1, {}}, clock_there - back / 1us);
        BOOST_TEST(r.n == 0U);
        BOOST_TEST((r.wait > 1h && r.wait < 1h + 2min));
    }
    BOOST_TEST(settle(row, {hourly, {}, 1, 1, {}}, clock_there + 59min / 1us).n == 0U);
    BOOST_TEST(settle(row, {hourly, {}, 1, 1, {}}, clock_there + 62min / 1us).n == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
