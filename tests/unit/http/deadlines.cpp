#include "http/deadlines.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace muster::http {

BOOST_AUTO_TEST_SUITE(http_deadlines)

namespace {

using namespace std::chrono_literals;

struct clock {
    boost::asio::io_context loop{1};
    deadlines all{loop.get_executor()};
    std::string missed;

    auto note(char name) {
        return [this, name] { missed += name; };
    }
    /// Until no deadline runs; false = it took five seconds.
    bool run() {
        loop.restart();
        loop.run_for(5s);
        return loop.stopped();
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(they_are_missed_in_their_order_whatever_order_they_were_set_in) {
    clock c;
    deadline late(c.all, c.note('c')), early(c.all, c.note('a')), middle(c.all, c.note('b'));
    late.set(30ms);
    early.set(10ms);
    middle.set(20ms);
    BOOST_TEST(c.run());
    BOOST_TEST(c.missed == "abc");
}

BOOST_AUTO_TEST_CASE(none_is_missed_early) {
    clock c;
    auto const begun = std::chrono::steady_clock::now();
    deadline one(c.all, c.note('x'));
    one.set(20ms);
    BOOST_TEST(c.run());
    BOOST_TEST(c.missed == "x");
    BOOST_TEST((std::chrono::steady_clock::now() - begun >= 20ms));
}

BOOST_AUTO_TEST_CASE(one_that_is_met_is_not_missed_and_holds_nothing_up) {
    clock c;
    deadline one(c.all, c.note('x'));
    one.set(1h);
    one.clear();
    BOOST_TEST(c.run());
    BOOST_TEST(c.missed.empty());
}

BOOST_AUTO_TEST_CASE(one_that_was_met_does_not_hide_another) {
    clock c;
    deadline met(c.all, c.note('x')), other(c.all, c.note('y'));
    met.set(5ms);
    other.set(15ms);
    met.clear();
    BOOST_TEST(c.run());
    BOOST_TEST(c.missed == "y");
}

BOOST_AUTO_TEST_CASE(a_later_time_takes_the_place_of_an_earlier_one) {
    clock c;
    auto const begun = std::chrono::steady_clock::now();
    deadline one(c.all, c.note('x'));
    one.set(5ms);
    one.set(30ms);
    BOOST_TEST(c.run());
    BOOST_TEST(c.missed == "x");
    BOOST_TEST((std::chrono::steady_clock::now() - begun >= 30ms));
}

BOOST_AUTO_TEST_CASE(whoever_missed_one_may_set_it_anew_and_clear_others) {
    clock c;
    int times = 0;
    std::optional<deadline> other;
    std::optional<deadline> one;
    one.emplace(c.all, [&] {
        other->clear();
        if (++times < 3) one->set(1ms);
    });
    other.emplace(c.all, c.note('x'));
    one->set(1ms);
    other->set(1ms);
    other->set(2ms);
    BOOST_TEST(c.run());
    BOOST_TEST(times == 3);
    BOOST_TEST(c.missed.empty());
}

BOOST_AUTO_TEST_CASE(they_are_set_and_met_over_and_over) {
    clock c;
    deadline one(c.all, c.note('x')), other(c.all, c.note('y'));
    for (int i = 0; i < 1000; ++i) {
        one.set(1h);
        other.set(2h);
        one.clear();
        c.loop.poll();
        one.set(1h);
        other.clear();
        one.clear();
    }
    BOOST_TEST(c.run());
    BOOST_TEST(c.missed.empty());
}

BOOST_AUTO_TEST_CASE(they_may_be_destroyed_while_the_timer_runs) {
    clock c;
    {
        deadline one(c.all, c.note('x'));
        one.set(1ms);
    }
    BOOST_TEST(c.run());
    BOOST_TEST(c.missed.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
