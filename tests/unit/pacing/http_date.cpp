#include "pacing/http_date.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(http_date)

using namespace muster;
using namespace muster::pacing;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace {

core::wall_time const now = sys_days{2026y / 1 / 31} + 9h;
core::wall_time const example = sys_days{1994y / 11 / 6} + 8h + 49min + 37s;

std::optional<core::wall_time> parse(std::string_view text) {
    return parse_http_date(text, now);
}

} // namespace

BOOST_AUTO_TEST_CASE(all_three_forms_are_read) {
    BOOST_TEST((parse("Sun, 06 Nov 1994 08:49:37 GMT") == example));
    BOOST_TEST((parse("Sunday, 06-Nov-94 08:49:37 GMT") == example));
    BOOST_TEST((parse("Sun Nov  6 08:49:37 1994") == example));
    BOOST_TEST((parse("Sun Nov 16 08:49:37 1994") == example + 240h));
}

BOOST_AUTO_TEST_CASE(every_month_is_known) {
    auto month = 0U;
    for (auto const* name :
         {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}) {
        auto const read = parse("Sun, 06 " + std::string{name} + " 1994 00:00:00 GMT");
        BOOST_TEST((read == sys_days{1994y / std::chrono::month{++month} / 6}));
    }
}

BOOST_AUTO_TEST_CASE(a_two_digit_year_is_at_most_fifty_years_ahead) {
    BOOST_TEST((parse("Sunday, 06-Nov-76 00:00:00 GMT") == sys_days{2076y / 11 / 6}));
    BOOST_TEST((parse("Sunday, 06-Nov-77 00:00:00 GMT") == sys_days{1977y / 11 / 6}));
    BOOST_TEST((parse("Sunday, 06-Nov-26 00:00:00 GMT") == sys_days{2026y / 11 / 6}));
}

BOOST_AUTO_TEST_CASE(leap_days_and_leap_seconds_are_dates) {
    BOOST_TEST((parse("Thu, 29 Feb 2024 23:59:60 GMT") == sys_days{2024y / 3 / 1}));
    BOOST_TEST(!parse("Wed, 29 Feb 2023 00:00:00 GMT").has_value());
}

BOOST_AUTO_TEST_CASE(anything_else_is_no_date) {
    for (auto const* text :
         {"", " ", "soon", "GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 PST",
          "Sun, 06 Nov 1994 08:49:37 GMT GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
          "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
          "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 0000 08:49:37 GMT",
          "Sun, 06 Nov 99999 08:49:37 GMT", "Sun, 0x Nov 1994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
          "Sun Nov  6 08:49:37 99999999999999", "1994-11-06T08:49:37Z"})
        BOOST_TEST(!parse(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
