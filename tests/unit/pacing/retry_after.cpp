#include "pacing/retry_after.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(retry_after)

using namespace muster;
using namespace muster::pacing;
using namespace std::chrono_literals;
using std::chrono::sys_days;

namespace {

core::wall_time const now = sys_days{2026y / 1 / 31} + 9h;

std::optional<core::duration> parse(std::string_view field) {
    return parse_retry_after(field, now);
}
std::optional<core::duration> hint(std::string_view limit, std::string_view remaining, std::string_view reset,
                                   double pace = 0) {
    return rate_limit_hint(limit, remaining, reset, now, pace);
}

} // namespace

BOOST_AUTO_TEST_CASE(seconds_are_read) {
    BOOST_TEST((parse("0") == 0s));
    BOOST_TEST((parse("1") == 1s));
    BOOST_TEST((parse(" 120\t") == 2min));
}

BOOST_AUTO_TEST_CASE(a_date_is_counted_from_now) {
    BOOST_TEST((parse("Sat, 31 Jan 2026 09:00:30 GMT") == 30s));
    BOOST_TEST((parse("Saturday, 31-Jan-26 09:00:30 GMT") == 30s));
    BOOST_TEST((parse("Sat Jan 31 09:00:30 2026") == 30s));
    BOOST_TEST((parse("Sat, 31 Jan 2026 08:00:00 GMT") == 0s)); // past
}

BOOST_AUTO_TEST_CASE(a_date_of_another_century_is_only_past_or_to_come) {
    BOOST_TEST((parse("Sun, 06 Nov 1700 08:49:37 GMT") == 0s)); // further than a duration reaches
    BOOST_TEST((parse("Sun, 06 Nov 2261 08:49:37 GMT") == 1h));
}

BOOST_AUTO_TEST_CASE(no_word_holds_longer_than_an_hour) {
    BOOST_TEST((parse("3600") == 1h));
    BOOST_TEST((parse("3601") == 1h));
    BOOST_TEST((parse("18446744073709551616") == 1h));
    BOOST_TEST((parse(std::string(1000, '9')) == 1h));
    BOOST_TEST((parse("Sat, 31 Jan 2026 23:00:00 GMT") == 1h));
    BOOST_TEST((parse("Mon, 31 Jan 2250 09:00:00 GMT") == 1h));
}

BOOST_AUTO_TEST_CASE(anything_else_says_nothing) {
    for (auto const* field :
         {"", " ", "-1", "+1", "1.5", "1s", "0x10", "soon", "1 2", "2026-01-31T09:00:30Z"})
        BOOST_TEST(!parse(field).has_value(), field);
}

BOOST_AUTO_TEST_CASE(a_hint_holds_until_the_reset_when_nothing_remains) {
    BOOST_TEST((hint("25", "0", "2") == 2s));
    BOOST_TEST((hint("25, 25;w=1", "0", " 2 ") == 2s));
    BOOST_TEST((hint("25", "0", "7200") == 1h));
}

BOOST_AUTO_TEST_CASE(a_reset_may_be_a_date_in_seconds_or_milliseconds) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    BOOST_TEST((hint("25", "0", std::to_string(seconds + 7)) == 7s));
    BOOST_TEST((hint("25", "0", std::to_string(seconds + 7) + ".250") == 7s));
    BOOST_TEST((hint("25", "0", std::to_string((seconds + 7) * 1000)) == 7s));
    BOOST_TEST((hint("25", "0", std::to_string(seconds - 7)) == 0s));
    BOOST_TEST((hint("25", "0", "99999999999") == 1h));
    BOOST_TEST((hint("25", "0", std::string(100, '9')) == 1h));
}

BOOST_AUTO_TEST_CASE(who_keeps_to_a_limit_need_not_stop_when_it_is_used_up) {
    BOOST_TEST(!hint("25", "0", "1", 25).has_value());
    BOOST_TEST(!hint("25", "0", "2", 25).has_value()); // rounded up
    BOOST_TEST(!hint("300", "0", "60", 5).has_value());
    BOOST_TEST((hint("25", "0", "3", 25) == 3s));
    BOOST_TEST((hint("25", "0", "2", 50) == 2s));
    BOOST_TEST((hint("25", "0", "1", 0) == 1s)); // no pace of ours
    BOOST_TEST((hint("1000", "0", "1800", 25) == 30min));
    BOOST_TEST(!hint("1000", "0", "1800", 0.25).has_value());
}

BOOST_AUTO_TEST_CASE(a_throttle_waits_by_retry_after_or_else_until_the_reset) {
    auto const wait = [](std::string_view retry_after, std::string_view reset) {
        return throttle_wait(retry_after, reset, now);
    };
    BOOST_TEST((wait("7", "2") == 7s));
    BOOST_TEST((wait("", "2") == 2s));
    BOOST_TEST((wait("soon", "2") == 2s));
    BOOST_TEST((wait("Sat, 31 Jan 2026 09:00:30 GMT", "") == 30s));
    auto const seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    BOOST_TEST((wait("", std::to_string(seconds + 7)) == 7s));
    BOOST_TEST((wait("", "7200") == 1h));
    BOOST_TEST(!wait("", "").has_value());
    BOOST_TEST(!wait("", "soon").has_value());
    BOOST_TEST(!wait("", "1").has_value());
    BOOST_TEST(!wait("", "0").has_value());
    BOOST_TEST((wait("1", "5") == 1s));
}

BOOST_AUTO_TEST_CASE(no_hint_where_requests_remain_or_fields_are_missing_or_garbled) {
    BOOST_TEST(!hint("25", "1", "2").has_value());
    BOOST_TEST(!hint("0", "0", "2").has_value()); // no limit at all
    BOOST_TEST(!hint("", "0", "2").has_value());
    BOOST_TEST(!hint("25", "", "2").has_value());
    BOOST_TEST(!hint("25", "0", "").has_value());
    BOOST_TEST(!hint("25", "none", "2").has_value());
    BOOST_TEST(!hint("25", "-1", "2").has_value());
    BOOST_TEST(!hint("25", "0", "soon").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
