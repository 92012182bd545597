// Runs that somebody steers while they go on, and machines that are suspended meanwhile.
#include "support.hpp"

BOOST_AUTO_TEST_SUITE(steering)

using namespace muster;
using namespace muster::simulated;
using core::outcome;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr auto short_window =
    R"(, "window": {"from": "16:00:00", "to": "16:10:00", "timezone": "UTC"})"; // the clock begins at 16:00

std::size_t sent_in_last(world const& w, core::duration span) {
    std::size_t n = 0;
    for (auto const& [when, what] : w.arrivals) n += when > w.time.now() - span ? 1U : 0U;
    return n;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_paused_run_sends_nothing_until_it_is_let_go_on) {
    world w(300, add_plan);
    auto const expected = w.platform.matching();
    w.steer_at(seconds(1), journal::act::pause);
    std::size_t sent = 0;
    w.at(seconds(2), [&](engine::run& r) {
        sent = w.arrivals.size();
        BOOST_TEST(r.snapshot().paused);
    });
    w.at(hours(1), [&](engine::run&) { BOOST_TEST(w.arrivals.size() == sent); });
    w.steer_at(hours(1), journal::act::go_on);
    auto const r = w.run();
    BOOST_TEST(r.complete);
    BOOST_TEST(r.took > hours(1));
    BOOST_TEST(r.took < hours(1) + minutes(1));
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_pause_outlives_a_kill_and_needs_a_word_to_end) {
    world w(300, add_plan);
    auto const expected = w.platform.matching();
    w.steer_at(seconds(1), journal::act::pause);
    w.kill_at(seconds(3));
    BOOST_TEST(w.run().died);
    w.power_cut(memory_storage::kept::nothing);
    auto const sent = w.arrivals.size();
    auto const refused = w.run();
    BOOST_TEST((refused.error == core::exit_status::stopped));
    BOOST_TEST(refused.reason.find("is paused, by ann (pid 7)") != std::string::npos, refused.reason);
    BOOST_TEST(w.arrivals.size() == sent);
    w.leave_mark(journal::act::go_on);
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(a_rate_holds_until_the_spec_s_is_asked_for) {
    world w(600, add_plan);
    auto const expected = w.platform.matching();
    w.steer_at(seconds(1), journal::act::rate, 2);
    w.at(seconds(12), [&](engine::run&) {
        BOOST_TEST(sent_in_last(w, seconds(10)) >= 19U);
        BOOST_TEST(sent_in_last(w, seconds(10)) <= 21U);
    });
    w.steer_at(seconds(12), journal::act::rate);
    w.at(seconds(14), [&](engine::run&) { BOOST_TEST(sent_in_last(w, seconds(1)) >= 24U); });
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(whoever_stops_a_paused_run_has_stopped_it) {
    world w(300, add_plan);
    w.steer_at(seconds(1), journal::act::pause);
    w.steer_at(minutes(2), journal::act::stop);
    auto const r = w.run();
    BOOST_TEST(r.stopped_for(engine::stop_reason::kind::asked));
    BOOST_TEST(r.reason == "stopped by ann (pid 7)");
    BOOST_TEST(r.took < minutes(2) + seconds(1));
}

BOOST_AUTO_TEST_CASE(a_machine_that_slept_over_the_end_of_a_window_sends_nothing_after_it) {
    world w(600, add_plan, short_window);
    auto const expected = w.platform.matching();
    set_latency(w, milliseconds(80));
    w.suspend_at(seconds(3), hours(2), false);
    auto const r = w.run();
    BOOST_TEST(r.stopped_for(engine::stop_reason::kind::window));
    BOOST_TEST(r.took >= seconds(3));
    BOOST_TEST(r.took <= seconds(4));
    BOOST_TEST(w.outside == std::vector<std::string>(), boost::test_tools::per_element());
    w.time.pass(hours(22));
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(what_was_under_way_when_a_machine_fell_asleep_is_read_back) {
    world w(300, add_plan);
    auto const expected = w.platform.matching();
    set_latency(w, milliseconds(400));
    w.suspend_at(seconds(3), hours(2), true);
    BOOST_TEST(w.run().complete);
    check_all_is_well(w, expected);
    for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
