#include "engine/short_window.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(short_window)

using namespace muster;
using engine::if_too_short;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

schedule::window of_one_day(seconds from, seconds to) {
    schedule::window w;
    w.from = from;
    w.to = to;
    w.days.set();
    return w;
}

core::wall_time const midnight(hours(490'008)); // a Tuesday, UTC

schedule::windows const ten_seconds({of_one_day(seconds(0), seconds(10))});

} // namespace

BOOST_AUTO_TEST_CASE(one_that_outlasts_what_a_request_needs_is_not_talked_of) {
    BOOST_TEST(if_too_short(ten_seconds, midnight, milliseconds(9999), seconds(6)) == "");
    BOOST_TEST(if_too_short(ten_seconds, midnight, milliseconds(1530), std::nullopt) == "");
}

BOOST_AUTO_TEST_CASE(one_that_does_not_is_told_with_its_length_and_the_reason) {
    BOOST_TEST(if_too_short(ten_seconds, midnight, seconds(10), milliseconds(6600))
               == ", but is too short (10 s): no request is begun with less than 10 s to go, as one took "
                  "6.6 s; make the window longer");
    BOOST_TEST(if_too_short(ten_seconds, midnight, seconds(90), std::nullopt)
               == ", but is too short (10 s): no request is begun with less than 1m 30s to go, in case that "
                  "it is slow; make the window longer");
}

BOOST_AUTO_TEST_CASE(windows_that_touch_count_as_one) {
    schedule::windows const two({of_one_day(seconds(0), seconds(10)), of_one_day(seconds(10), seconds(20))});
    BOOST_TEST(if_too_short(two, midnight, seconds(15), seconds(9)) == "");
    BOOST_TEST(if_too_short(two, midnight, seconds(20), seconds(13)) != "");
}

BOOST_AUTO_TEST_CASE(one_that_never_closes_is_long_enough) {
    schedule::windows const always({of_one_day(seconds(0), hours(24))});
    BOOST_TEST(if_too_short(always, midnight, hours(1), hours(1)) == "");
}

BOOST_AUTO_TEST_SUITE_END()
