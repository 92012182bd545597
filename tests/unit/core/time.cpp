#include "core/time.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(times)

using namespace muster::core;
using namespace std::chrono_literals;

namespace {

/// Seconds since 1970, or nothing.
std::optional<double> seconds(std::string_view text) {
    auto const t = parse_iso8601(text);
    if (!t) return std::nullopt;
    return std::chrono::duration<double>(t->time_since_epoch()).count();
}

std::string round_trip(std::string_view text) {
    auto const t = parse_iso8601(text);
    return t ? to_iso8601(*t) : "none";
}

} // namespace

BOOST_AUTO_TEST_CASE(dates_are_read_in_all_their_forms) {
    BOOST_TEST(seconds("1970-01-01").value() == 0);
    BOOST_TEST(seconds("1970-01-02").value() == 86400);
    BOOST_TEST(seconds("1970-01-02Z").value() == 86400);
    BOOST_TEST(seconds("1970-01-01T00:01").value() == 60);
    BOOST_TEST(seconds("1970-01-01T00:01Z").value() == 60);
    BOOST_TEST(seconds("1970-01-01T00:00:07").value() == 7);
    BOOST_TEST(seconds("1970-01-01T00:00:07.5Z").value() == 7.5);
    BOOST_TEST(seconds("1970-01-01T00:00:07.123456789Z").value() == 7.123456789);
    BOOST_TEST(seconds("2024-02-29T23:59:59Z").value() == 1709251199);
    BOOST_TEST(seconds("1969-12-31T23:59:59Z").value() == -1);
}

BOOST_AUTO_TEST_CASE(a_zone_is_taken_off) {
    BOOST_TEST(seconds("1970-01-01T02:00:00+02:00").value() == 0);
    BOOST_TEST(seconds("1969-12-31T19:00-05:00").value() == 0);
    BOOST_TEST(seconds("1970-01-01T05:30:00.000+05:30").value() == 0);
    BOOST_TEST(seconds("1970-01-01+01:00").value() == -3600);
    BOOST_TEST(seconds("1970-01-01T00:00:00-00:00").value() == 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_nothing) {
    for (auto const* const text : {"",
                                   "2024",
                                   "2024-01",
                                   "24-01-01",
                                   "2024-1-01",
                                   "2024-01-1",
                                   "2024-13-01",
                                   "2024-00-01",
                                   "2024-01-00",
                                   "2024-01-32",
                                   "2023-02-29",
                                   "1900-02-29",
                                   "2024-04-31",
                                   "2024-01-01T",
                                   "2024-01-01T1",
                                   "2024-01-01T10",
                                   "2024-01-01T10:0",
                                   "2024-01-01T24:00",
                                   "2024-01-01T10:60",
                                   "2024-01-01T10:00:60",
                                   "2024-01-01T10:00:",
                                   "2024-01-01T10:00:00.",
                                   "2024-01-01T10:00:00.1234567890",
                                   "2024-01-01T10:00.5",
                                   "2024-01-01 10:00",
                                   "2024-01-01t10:00",
                                   "2024-01-01T10:00z",
                                   "2024-01-01T10:00:00+2",
                                   "2024-01-01T10:00:00+02",
                                   "2024-01-01T10:00:00+0200",
                                   "2024-01-01T10:00:00+24:00",
                                   "2024-01-01T10:00:00+02:60",
                                   "2024-01-01T10:00:00Z ",
                                   " 2024-01-01",
                                   "2024-01-01ZZ",
                                   "2024-01-01T10:00:00ZZ",
                                   "20240101",
                                   "Germany",
                                   "2024/01/01",
                                   "+2024-01-01",
                                   "-024-01-01",
                                   "2024-01-0a",
                                   "2024-01-01T-1:00",
                                   "2024-01-01T10:00:00,5"}) {
        BOOST_TEST(!parse_iso8601(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(years_that_a_nanosecond_clock_cannot_hold_are_no_dates) {
    BOOST_TEST(!parse_iso8601("1677-12-31").has_value());
    BOOST_TEST(!parse_iso8601("2262-01-01").has_value());
    BOOST_TEST(!parse_iso8601("0001-01-01T00:00:00Z").has_value());
    BOOST_TEST(!parse_iso8601("9999-12-31").has_value());
    BOOST_TEST(round_trip("1678-01-01T00:00:00.000+23:59") == "1677-12-31T00:01:00.000Z");
    BOOST_TEST(round_trip("2261-12-31T23:59:59.999-23:59") == "2262-01-01T23:58:59.999Z");
}

BOOST_AUTO_TEST_CASE(a_time_is_written_in_milliseconds_and_utc) {
    BOOST_TEST(to_iso8601(wall_time{}) == "1970-01-01T00:00:00.000Z");
    BOOST_TEST(round_trip("2026-01-31T09:05:07.123Z") == "2026-01-31T09:05:07.123Z");
    BOOST_TEST(round_trip("2026-01-31T09:05:07.1239Z") == "2026-01-31T09:05:07.123Z");
    BOOST_TEST(to_iso8601(wall_time{-1ms}) == "1969-12-31T23:59:59.999Z");
    BOOST_TEST(to_iso8601(wall_time{-1us}) == "1969-12-31T23:59:59.999Z");
}

BOOST_AUTO_TEST_CASE(every_day_of_four_centuries_comes_back) {
    using namespace std::chrono;
    int days_seen = 0;
    for (sys_days d = 1800y / January / 1; d < sys_days{2200y / January / 1}; d += days{1}) {
        auto const text = to_iso8601(wall_time{d});
        auto const same =
            parse_iso8601(text.substr(0, 10)) == wall_time{d} && parse_iso8601(text) == wall_time{d};
        if (!same) BOOST_ERROR(text);
        ++days_seen;
    }
    BOOST_TEST(days_seen == 146097);
}

BOOST_AUTO_TEST_CASE(durations_are_read) {
    BOOST_TEST((parse_duration("500ms") == 500ms));
    BOOST_TEST((parse_duration("0s") == 0s));
    BOOST_TEST((parse_duration("30s") == 30s));
    BOOST_TEST((parse_duration("10m") == 10min));
    BOOST_TEST((parse_duration("1h") == 1h));
    BOOST_TEST((parse_duration("2d") == 48h));
    BOOST_TEST((parse_duration("3650d") == std::chrono::days{3650}));
    BOOST_TEST((parse_duration("315360000000ms") == std::chrono::days{3650}));
}

BOOST_AUTO_TEST_CASE(what_is_no_duration_or_over_ten_years_is_nothing) {
    for (auto const* const text :
         {"", "s", "30", "-1s", "+1s", "1.5h", "1 h", " 1h", "1h ", "1h30m", "1w", "1S", "1M", "3651d",
          "87601h", "315360000001ms", "99999999999999999999s", "000000000000001s"}) {
        BOOST_TEST(!parse_duration(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(a_span_is_described_in_its_two_largest_units) {
    BOOST_TEST(describe(0s) == "0ms");
    BOOST_TEST(describe(999us) == "0ms");
    BOOST_TEST(describe(450ms) == "450ms");
    BOOST_TEST(describe(1s) == "1s");
    BOOST_TEST(describe(12s + 900ms) == "12s");
    BOOST_TEST(describe(59s) == "59s");
    BOOST_TEST(describe(60s) == "1m 00s");
    BOOST_TEST(describe(185s) == "3m 05s");
    BOOST_TEST(describe(2h + 10min + 59s) == "2h 10m");
    BOOST_TEST(describe(2h + 5min) == "2h 05m");
    BOOST_TEST(describe(24h) == "1d 00h");
    BOOST_TEST(describe(240h + 3h) == "10d 03h");
    BOOST_TEST(describe(-185s) == "-3m 05s");
    BOOST_TEST(describe(duration::min()).front() == '-');
}

BOOST_AUTO_TEST_SUITE_END()
