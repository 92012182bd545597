#include "cli/forecast.hpp"

#include <boost/test/unit_test.hpp>

using namespace muster;
using std::chrono::hours;

namespace {

core::wall_time at(char const* iso) {
    return core::parse_iso8601(iso).value();
}

schedule::windows one_to_five() {
    schedule::window w;
    w.from = hours(1);
    w.to = hours(5);
    w.days.set();
    w.where = schedule::zone::find("Europe/Berlin").value();
    return schedule::windows({w});
}

std::string words(core::duration left, double part) {
    auto const when = one_to_five();
    auto const f = cli::forecast_of(when, at("2026-11-24T04:00Z"), left, part);
    return f ? cli::in_words(*f, when) : "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(forecasts)

BOOST_AUTO_TEST_CASE(the_time_is_that_of_the_window_and_windows_are_counted) {
    BOOST_TEST(words(hours(2), 0.5) == "done about Wed 2026-11-25 03:00 Europe/Berlin, in one window");
    BOOST_TEST(words(hours(10), 0.5)
               == "done about Fri 2026-11-27 03:00 Europe/Berlin, in the 3rd window from here");
}

BOOST_AUTO_TEST_CASE(before_a_hundredth_is_done_only_a_range_is_told) {
    BOOST_TEST(words(hours(4), 0.009)
               == "done between Wed 2026-11-25 03:00 Europe/Berlin and Thu 2026-11-26 05:00 Europe/Berlin");
}

BOOST_AUTO_TEST_CASE(what_is_left_follows_from_what_a_run_got_done) {
    BOOST_TEST((cli::left_of(0.25, 0.5, hours(1)) == hours(2)));
    BOOST_TEST(!cli::left_of(0.4, 0.4, hours(1)).has_value());
    BOOST_TEST(!cli::left_of(0.4, 1, hours(1)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
