#include "schedule/cron.hpp"

#include "clocks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>

BOOST_AUTO_TEST_SUITE(crons)

using namespace muster::schedule;
using namespace muster::tests;
using muster::core::wall_time;

namespace {

cron line(std::string_view text) {
    auto const read = cron::read(text, "job");
    auto const* const wrong = std::get_if<std::string>(&read);
    BOOST_REQUIRE_MESSAGE(wrong == nullptr, text << ": " << (wrong != nullptr ? *wrong : ""));
    return std::get<cron>(read);
}

zone at(std::string_view name) {
    auto const found = zone::find(name);
    BOOST_REQUIRE_MESSAGE(found, name);
    return *found;
}

wall_time time(std::string_view text) {
    return muster::core::parse_iso8601(text).value();
}

/// The first starts after a time, in UTC without the needless.
std::vector<std::string> starts(std::string_view text, std::string_view where, std::string_view from,
                                std::size_t count) {
    std::vector<std::string> all;
    auto const when = line(text);
    auto t = time(from);
    while (all.size() < count) {
        auto const next = when.next(t, at(where));
        if (!next) break;
        all.push_back(muster::core::to_iso8601(*next).substr(5, 11));
        t = *next;
    }
    return all;
}

using expected = std::vector<std::string>;

struct date {
    unsigned day, month, weekday;
};

/// A line, and which minutes it names, said once more.
struct example {
    char const* text;
    bool real_time;
    bool often; ///< too often to look at everywhere
    std::function<bool(date const&)> names_day;
    std::function<bool(unsigned hour, unsigned minute)> names_minute;
};

bool any_day(date const&) {
    return true;
}

std::vector<example> const examples{
    {"30 2 * * *", false, false, any_day, [](unsigned h, unsigned m) { return m == 30 && h == 2; }},
    {"0 0 * * *", false, false, any_day, [](unsigned h, unsigned m) { return m == 0 && h == 0; }},
    {"*/20 0-3 * * *", false, false, any_day, [](unsigned h, unsigned m) { return m % 20 == 0 && h <= 3; }},
    {"15 */2 * * *", false, true, any_day, [](unsigned h, unsigned m) { return m == 15 && h % 2 == 0; }},
    {"45 1,23 * * mon-sat", false, false, [](date const& d) { return d.weekday != 0; },
     [](unsigned h, unsigned m) { return m == 45 && (h == 1 || h == 23); }},
    {"59 23 31 * fri", false, false, [](date const& d) { return d.day == 31 || d.weekday == 5; },
     [](unsigned h, unsigned m) { return m == 59 && h == 23; }},
    {"10 12 */2 * sat,sun", false, false,
     [](date const& d) { return d.day % 2 == 1 && (d.weekday == 0 || d.weekday == 6); },
     [](unsigned h, unsigned m) { return m == 10 && h == 12; }},
    {"5 * * * *", true, true, any_day, [](unsigned, unsigned m) { return m == 5; }},
    {"*/30 0-23 * 3,4,10-12 *", true, true,
     [](date const& d) { return d.month == 3 || d.month == 4 || d.month >= 10; },
     [](unsigned, unsigned m) { return m % 30 == 0; }},
    {"* * * * *", true, true, any_day, [](unsigned, unsigned) { return true; }},
    {"* 0-22 * * *", false, true, any_day, [](unsigned h, unsigned) { return h <= 22; }},
};

/// Whether a local day is the one before, of, or after a change of the clock.
bool near_change(std::int64_t day, clock_of_place const& clock) {
    return std::any_of(clock.changes.begin(), clock.changes.end(), [&](std::size_t i) {
        return day >= clock.shown[i - 1] / minutes_a_day - 1 && day <= clock.shown[i] / minutes_a_day + 1;
    });
}

/// Which of a clock's minutes after the first of the two years are starts, in order; of a line that starts
/// often, near changes only.
std::vector<std::size_t> walked(example const& e, clock_of_place const& clock) {
    std::vector<unsigned> of_day;
    for (unsigned m = 0; m < minutes_a_day; ++m)
        if (e.names_minute(m / 60, m % 60)) of_day.push_back(m);

    std::vector<std::size_t> all;
    auto const end = clock.low + static_cast<std::int64_t>(clock.reached.size());
    for (auto day = clock.low / minutes_a_day; day * minutes_a_day < end; ++day) {
        std::chrono::year_month_day const on{std::chrono::sys_days(std::chrono::days(day))};
        if (!e.names_day({unsigned(on.day()), unsigned(on.month()), static_cast<unsigned>(weekday_of(day))}))
            continue;
        if (e.often && !near_change(day, clock)) continue;
        for (auto const m : of_day) {
            auto const shown = day * minutes_a_day + m;
            if (shown < clock.low || shown >= end) continue;
            if (!e.real_time || !clock.skipped.contains(shown))
                all.push_back(clock.reached[static_cast<std::size_t>(shown - clock.low)]);
            if (e.real_time && clock.again.contains(shown)) all.push_back(clock.again.at(shown));
        }
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    if (!all.empty() && all.front() == 0) all.erase(all.begin());
    return all;
}

std::string shown(zone const& where, std::optional<wall_time> t) {
    return t ? describe(*t, where) : "none";
}

/// Asks from the minute `from` on for one start after the other, up to `end`, and holds them against `all`.
void compare(example const& e, zone const& where, clock_of_place const& clock,
             std::vector<std::size_t> const& all, std::size_t from, std::size_t end) {
    auto const when = line(e.text);
    auto at = clock.at(from);
    for (auto i = std::upper_bound(all.begin(), all.end(), from); i != all.end() && *i < end; ++i) {
        auto const next = when.next(at, where);
        at = clock.at(*i);
        if (next == at) continue;
        BOOST_ERROR(e.text << ": " << shown(where, next) << " where " << shown(where, at) << " was to come");
        return;
    }
    auto const after = when.next(at, where);
    BOOST_TEST((!after || *after >= clock.at(end)), e.text << ": " << shown(where, after) << " is too many");
}

} // namespace

BOOST_AUTO_TEST_CASE(the_next_start_lies_after_the_time_given) {
    BOOST_TEST(starts("30 2 * * *", "UTC", "2026-03-01T02:29:59.999Z", 1) == expected{"03-01T02:30"});
    BOOST_TEST(starts("30 2 * * *", "UTC", "2026-03-01T02:30", 1) == expected{"03-02T02:30"});
    BOOST_TEST(starts("30 2 * * *", "UTC", "2026-03-01T02:30:00.001Z", 1) == expected{"03-02T02:30"});
    BOOST_TEST(starts("* * * * *", "UTC", "2026-03-01T02:30:00.001Z", 1) == expected{"03-01T02:31"});
    BOOST_TEST(starts("* * * * *", "UTC", "1969-03-01T02:30:30.5Z", 1) == expected{"03-01T02:31"});
    BOOST_TEST(starts("59 23 31 12 *", "Asia/Tokyo", "2026-01-01", 1) == expected{"12-31T14:59"});
}

BOOST_AUTO_TEST_CASE(a_start_in_a_skipped_hour_comes_once_at_the_jump) {
    // 2026-03-29 01:00 UTC: 02:00 to 03:00 in Berlin.
    BOOST_TEST(starts("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00", 3)
               == (expected{"03-28T01:30", "03-29T01:00", "03-30T00:30"}));
    BOOST_TEST(starts("*/15 2 * * *", "Europe/Berlin", "2026-03-28T01:45", 2)
               == (expected{"03-29T01:00", "03-30T00:00"}));
    BOOST_TEST(starts("0 2,3 * * *", "Europe/Berlin", "2026-03-29T00:00", 2)
               == (expected{"03-29T01:00", "03-30T00:00"}));
    BOOST_TEST(starts("30 * * * *", "Europe/Berlin", "2026-03-29T00:00", 2)
               == (expected{"03-29T00:30", "03-29T01:30"}));
}

BOOST_AUTO_TEST_CASE(a_start_in_an_hour_shown_twice_comes_the_first_time) {
    // 2026-10-25 01:00 UTC: 03:00 to 02:00 in Berlin.
    BOOST_TEST(starts("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", 2)
               == (expected{"10-25T00:30", "10-26T01:30"}));
    BOOST_TEST(starts("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10", 1) == expected{"10-26T01:30"});
    BOOST_TEST(starts("30 * * * *", "Europe/Berlin", "2026-10-25T00:00", 3)
               == (expected{"10-25T00:30", "10-25T01:30", "10-25T02:30"}));
}

BOOST_AUTO_TEST_CASE(a_day_that_is_skipped_is_made_up_for_at_once) {
    // Samoa had no 2011-12-30.
    BOOST_TEST(starts("0 9 * * *", "Pacific/Apia", "2011-12-29T00:00", 3)
               == (expected{"12-29T19:00", "12-30T10:00", "12-30T19:00"}));
}

BOOST_AUTO_TEST_CASE(rare_lines_are_found_and_never_is_never) {
    BOOST_TEST(muster::core::to_iso8601(*line("0 0 29 2 *").next(time("2096-03-01"), zone::utc()))
               == "2104-02-29T00:00:00.000Z");
    BOOST_TEST(muster::core::to_iso8601(*line("0 0 29 2 */7").next(time("2088-03-01"), zone::utc()))
               == "2128-02-29T00:00:00.000Z");
    BOOST_TEST(!cron().next(time("2026-01-01"), zone::utc()));
    BOOST_TEST(!line("* * * * *").next(time("2261-12-31T23:59"), zone::utc()));
}

// Every minute of two years, in places whose clocks do all that clocks do: no start is lost, and none
// doubled.
BOOST_AUTO_TEST_CASE(starts_are_those_that_a_walk_through_two_years_finds) {
    for (auto const& p : places()) {
        auto const& clock = clock_of(p);
        auto const where = at(p.zone);
        auto const minutes = clock.shown.size();
        for (auto const& e : examples) {
            BOOST_TEST_CONTEXT(p.zone << ' ' << p.year) {
                auto const all = walked(e, clock);
                if (e.often)
                    for (auto const i : clock.changes) compare(e, where, clock, all, i - 300, i + 300);
                else
                    compare(e, where, clock, all, 0, minutes);
            }
        }
    }
}

// Not only from one start to the next: from wherever one asks.
BOOST_AUTO_TEST_CASE(the_next_start_is_right_from_every_minute_around_a_change) {
    for (auto const& p : places()) {
        auto const& clock = clock_of(p);
        auto const where = at(p.zone);
        for (auto const& e : {examples[2], examples[7]}) {
            auto const all = walked(e, clock);
            auto const when = line(e.text);
            for (auto const change : clock.changes)
                for (auto i = change - 200; i < change + 200; ++i) {
                    auto const next = std::upper_bound(all.begin(), all.end(), i);
                    if (next != all.end() && when.next(clock.at(i), where) != clock.at(*next))
                        BOOST_ERROR(p.zone << ": " << e.text << " from " << shown(where, clock.at(i)));
                }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
