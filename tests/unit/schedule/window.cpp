#include "schedule/window.hpp"

#include "clocks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

BOOST_AUTO_TEST_SUITE(windows_of_time)

using namespace muster::schedule;
using namespace muster::tests;
using namespace std::chrono_literals;
using muster::core::wall_time;

namespace {

weekdays const every_day("1111111");

/// Monday first, as in `.....XX`.
weekdays on(std::string_view days) {
    weekdays all;
    for (std::size_t d = 0; d < days.size(); ++d) all.set(d, days[d] == 'X');
    return all;
}

window open(std::chrono::seconds from, std::chrono::seconds to, std::string_view where,
            weekdays days = every_day) {
    return {from, to, days, zone::find(where).value(), {}};
}

wall_time time(std::string_view text) {
    return muster::core::parse_iso8601(text).value();
}

std::string utc(std::optional<wall_time> t) {
    return t ? muster::core::to_iso8601(*t).substr(5, 11) : "none";
}

/// Of the minutes that a clock shows, by `shown` - `low`, those that lie in a window: said once more.
std::vector<char> minutes_in(std::vector<window> const& set, clock_of_place const& clock) {
    std::vector<char> in(clock.reached.size());
    auto const size = static_cast<std::int64_t>(in.size());
    for (auto const& w : set)
        for (auto day = clock.low / minutes_a_day - 1; day * minutes_a_day < clock.low + size; ++day) {
            if (!w.days.test(static_cast<std::size_t>((weekday_of(day) + 6) % 7))) continue;
            auto const begin = day * minutes_a_day + w.from / 1min - clock.low;
            auto const end = begin + (w.from < w.to ? w.to - w.from : w.to + 24h - w.from) / 1min;
            for (auto m = std::max<std::int64_t>(begin, 0); m < std::min(end, size); ++m)
                in[static_cast<std::size_t>(m)] = 1;
        }
    return in;
}

} // namespace

BOOST_AUTO_TEST_CASE(without_windows_it_is_always_open) {
    windows const none;
    BOOST_TEST(!none.any());
    BOOST_TEST(none.open_at(time("2026-01-01")));
    BOOST_TEST(none.at(time("2026-01-01")) == nullptr);
    BOOST_TEST(!none.closes_after(time("2026-01-01")).has_value());
    BOOST_TEST(utc(none.opens_from(time("2026-01-01T05:00"))) == "01-01T05:00");
}

BOOST_AUTO_TEST_CASE(it_holds_from_its_start_up_to_its_end) {
    windows const night({open(1h, 5h, "Europe/Berlin")}); // 00:00 to 04:00 UTC
    BOOST_TEST(!night.open_at(time("2026-01-01T23:59:59.999Z")));
    BOOST_TEST(night.open_at(time("2026-01-02T00:00")));
    BOOST_TEST(night.open_at(time("2026-01-02T03:59:59.999Z")));
    BOOST_TEST(!night.open_at(time("2026-01-02T04:00")));
    BOOST_TEST(utc(night.closes_after(time("2026-01-02T00:00"))) == "01-02T04:00");
    BOOST_TEST(utc(night.opens_from(time("2026-01-02T04:00"))) == "01-03T00:00");
    BOOST_TEST(utc(night.opens_from(time("2026-01-02T02:00"))) == "01-02T02:00");
    BOOST_TEST(night.all().front().length() == 4h);
}

BOOST_AUTO_TEST_CASE(past_midnight_it_belongs_to_the_day_it_begins_on) {
    // 2026-01-02 is a Friday.
    windows const late({open(22h, 6h, "UTC", on("....X.."))});
    BOOST_TEST(!late.open_at(time("2026-01-02T05:00")));
    BOOST_TEST(late.open_at(time("2026-01-02T22:00")));
    BOOST_TEST(late.open_at(time("2026-01-03T05:59")));
    BOOST_TEST(!late.open_at(time("2026-01-03T06:00")));
    BOOST_TEST(!late.open_at(time("2026-01-03T22:00")));
    BOOST_TEST(utc(late.opens_from(time("2026-01-03T06:00"))) == "01-09T22:00");
    BOOST_TEST(utc(late.closes_after(time("2026-01-02T23:00"))) == "01-03T06:00");
    BOOST_TEST(late.all().front().length() == 8h);
}

BOOST_AUTO_TEST_CASE(a_whole_day_closes_only_where_the_next_is_none) {
    windows const weekend({open(0h, 24h, "UTC", on(".....XX"))});
    BOOST_TEST(utc(weekend.opens_from(time("2026-01-01T00:00"))) == "01-03T00:00");
    BOOST_TEST(utc(weekend.closes_after(time("2026-01-03T00:00"))) == "01-05T00:00");
    windows const always({open(7h, 7h, "UTC")});
    BOOST_TEST(always.open_at(time("2026-01-01T07:00")));
    BOOST_TEST(utc(always.closes_after(time("2026-01-01T07:00"))) == "none");
}

BOOST_AUTO_TEST_CASE(of_two_windows_the_first_counts_and_together_they_are_one) {
    auto slow = open(1h, 5h, "UTC"), fast = open(4h, 8h, "UTC");
    slow.rate = 2;
    fast.rate = 9;
    windows const both({slow, fast});
    BOOST_TEST(both.at(time("2026-01-01T04:30"))->rate.value() == 2);
    BOOST_TEST(both.at(time("2026-01-01T05:00"))->rate.value() == 9);
    BOOST_TEST(both.at(time("2026-01-01T08:00")) == nullptr);
    BOOST_TEST(utc(both.closes_after(time("2026-01-01T02:00"))) == "01-01T08:00");
    windows const apart({open(1h, 2h, "UTC"), open(12h, 13h, "Asia/Tokyo")}); // 03:00 UTC
    BOOST_TEST(utc(apart.closes_after(time("2026-01-01T01:00"))) == "01-01T02:00");
    BOOST_TEST(utc(apart.opens_from(time("2026-01-01T02:00"))) == "01-01T03:00");
}

BOOST_AUTO_TEST_CASE(a_skipped_hour_is_no_window_and_one_shown_twice_is_two) {
    // Berlin: 2026-03-29 01:00 UTC from 02:00 to 03:00; 2026-10-25 01:00 UTC from 03:00 to 02:00.
    windows const skipped({open(2h + 10min, 2h + 50min, "Europe/Berlin")});
    BOOST_TEST(utc(skipped.opens_from(time("2026-03-28T12:00"))) == "03-30T00:10");
    windows const half({open(2h + 30min, 4h, "Europe/Berlin")});
    BOOST_TEST(utc(half.opens_from(time("2026-03-28T12:00"))) == "03-29T01:00");
    windows const twice({open(2h + 10min, 2h + 50min, "Europe/Berlin")});
    BOOST_TEST(utc(twice.opens_from(time("2026-10-24T12:00"))) == "10-25T00:10");
    BOOST_TEST(utc(twice.closes_after(time("2026-10-25T00:10"))) == "10-25T00:50");
    BOOST_TEST(utc(twice.opens_from(time("2026-10-25T00:50"))) == "10-25T01:10");
    BOOST_TEST(utc(twice.opens_from(time("2026-10-25T01:50"))) == "10-26T01:10");
}

BOOST_AUTO_TEST_CASE(a_day_of_the_week_that_is_skipped_has_no_window) {
    // Samoa had no Friday 2011-12-30.
    windows const fridays({open(9h, 17h, "Pacific/Apia", on("....X.."))});
    BOOST_TEST(utc(fridays.opens_from(time("2011-12-24T12:00"))) == "01-05T19:00");
}

BOOST_AUTO_TEST_CASE(it_looks_forty_days_ahead) {
    windows const mondays({open(9h, 10h, "UTC", on("X......"))});
    BOOST_TEST(utc(mondays.opens_from(time("2026-01-05T10:00"))) == "01-12T09:00");
    // Open for good: it is looked for an end up to the horizon, and no farther.
    windows const for_good({open(0h, 12h, "UTC"), open(12h, 24h, "UTC")});
    BOOST_TEST(utc(for_good.closes_after(time("2026-01-05T10:00"))) == "none");
}

BOOST_AUTO_TEST_CASE(it_is_described_as_people_write_it) {
    BOOST_TEST(open(1h, 5h, "Europe/Berlin").describe() == "01:00 to 05:00 Europe/Berlin");
    BOOST_TEST(open(22h + 30min, 24h, "UTC", on("XXXXX..")).describe() == "22:30 to 24:00 UTC, mon to fri");
    BOOST_TEST(open(5s, 6h, "UTC", on("X.X..XX")).describe() == "00:00:05 to 06:00 UTC, mon, wed, sat, sun");
    windows const both({open(1h, 2h, "UTC"), open(12h, 13h, "Asia/Tokyo")});
    BOOST_TEST(both.describe(time("2026-01-01T01:30")) == "Thu 2026-01-01 01:30 UTC");
    BOOST_TEST(both.describe(time("2026-01-01T02:30")) == "Thu 2026-01-01 11:30 Asia/Tokyo");
    BOOST_TEST(windows().describe(time("2026-01-01T01:30")) == "Thu 2026-01-01 01:30 UTC");
}

// Every minute of two years, in places whose clocks do all that clocks do.
BOOST_AUTO_TEST_CASE(it_opens_and_closes_when_a_walk_through_two_years_finds) {
    for (auto const& p : places()) {
        auto const& clock = clock_of(p);
        std::vector<std::vector<window>> const sets{
            {open(22h, 2h + 30min, p.zone, on("XXXXX.."))},
            {open(0h, 24h, p.zone, on(".X..XX."))},
            {open(2h + 15min, 2h + 45min, p.zone), open(23h + 30min, 30min, p.zone)},
        };
        for (auto const& set : sets) {
            windows const all(set);
            auto const in = minutes_in(set, clock);
            auto const next_change = [&](bool open, std::size_t i) {
                return open ? all.closes_after(clock.at(i)) : all.opens_from(clock.at(i));
            };
            char now = in.front();
            auto next = next_change(now != 0, 0);
            std::size_t i = 0;
            for (auto const shown : clock.shown) {
                if (auto const then = in[static_cast<std::size_t>(shown - clock.low)]; then != now) {
                    now = then;
                    if (next != clock.at(i)) {
                        BOOST_ERROR(set.front().describe()
                                    << ": " << utc(next) << " where " << utc(clock.at(i)) << " was to come");
                        break;
                    }
                    next = next_change(now != 0, i);
                }
                ++i;
            }
            BOOST_TEST((!next || *next > clock.at(clock.shown.size() - 1)));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
