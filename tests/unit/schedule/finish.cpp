#include "schedule/finish.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(when_work_ends)

using namespace muster;
using namespace muster::schedule;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

core::wall_time at(char const* iso) {
    return core::parse_iso8601(iso).value();
}

windows nights(double from, double to) {
    window w;
    w.from = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::duration<double, std::ratio<3600>>(from));
    w.to =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::duration<double, std::ratio<3600>>(to));
    w.days.set();
    return windows({w});
}

/// When so many seconds of work end that goes on at the same speed everywhere.
std::optional<finish> end_of(windows const& when, core::wall_time now, std::chrono::seconds work) {
    return finish_of(when, now, static_cast<double>(work.count()), [](window const*) { return 1.0; });
}

} // namespace

BOOST_AUTO_TEST_CASE(without_windows_it_is_done_at_once) {
    auto const f = end_of({}, at("2026-01-01T10:00"), hours(3));
    BOOST_TEST((f->at == at("2026-01-01T13:00")));
    BOOST_TEST(f->windows == 1U);
}

BOOST_AUTO_TEST_CASE(it_goes_on_window_after_window) {
    auto const f = end_of(nights(1, 5), at("2026-01-01T02:00"), hours(3 + 4 + 4) + minutes(10));
    BOOST_TEST((f->at == at("2026-01-04T01:10")));
    BOOST_TEST(f->windows == 4U);
}

BOOST_AUTO_TEST_CASE(outside_it_begins_with_the_next_window) {
    auto const f = end_of(nights(1, 5), at("2026-01-01T12:00"), hours(4));
    BOOST_TEST((f->at == at("2026-01-02T05:00")));
    BOOST_TEST(f->windows == 1U);
}

BOOST_AUTO_TEST_CASE(a_window_over_midnight_is_one) {
    auto const f = end_of(nights(23, 3), at("2026-01-01T23:30"), hours(4));
    BOOST_TEST((f->at == at("2026-01-02T23:30")));
    BOOST_TEST(f->windows == 2U);
}

BOOST_AUTO_TEST_CASE(each_window_has_its_speed) {
    auto const slow = nights(20, 22);
    auto fast = nights(22, 24).all().front();
    fast.rate = 20;
    windows const both({slow.all().front(), fast});
    auto const speed = [](window const* w) { return w->rate.value_or(5); };
    // Two hours at 5, two at 20, and one more at 5 the next evening.
    auto const f = finish_of(both, at("2026-01-01T12:00"), 3600 * (2 * 5 + 2 * 20 + 5), speed);
    BOOST_TEST((f->at == at("2026-01-02T21:00")));
    BOOST_TEST(f->windows == 2U);
}

BOOST_AUTO_TEST_CASE(what_takes_years_is_not_told) {
    BOOST_TEST(!end_of(nights(1, 2), at("2026-01-01T00:00"), hours(5000)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
