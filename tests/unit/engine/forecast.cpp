#include "engine/forecast.hpp"

#include "engine/progress.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(forecasts)

using namespace muster;
using engine::forecast;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

core::wall_time at(char const* iso) {
    return core::parse_iso8601(iso).value();
}

schedule::window one_to_five() {
    schedule::window w;
    w.from = hours(1);
    w.to = hours(5);
    w.days.set();
    w.where = schedule::zone::find("Europe/Berlin").value();
    return w;
}

schedule::windows const nights({one_to_five()});

/// What takes so long at 10 requests/s, of the limit of 20.
journal::work_left half_used(std::chrono::seconds s) {
    return {static_cast<double>(s.count()) * 10, 10, 20};
}

std::optional<forecast> at_five(journal::work_left const& left, double part, schedule::windows const& when,
                                double rate = 20) {
    return engine::forecast_of(left, part, when, rate, at("2026-11-24T04:00Z")); // when it closes
}

std::string words(std::chrono::seconds left, double part) {
    auto const f = at_five(half_used(left), part, nights);
    return f ? in_words(*f) : "";
}

std::string short_words(std::chrono::seconds left, double part, schedule::windows const& when) {
    auto const f = at_five(half_used(left), part, when);
    return f ? in_short(*f) : "";
}

} // namespace

BOOST_AUTO_TEST_CASE(the_time_is_that_of_the_window_and_windows_are_counted) {
    BOOST_TEST(words(hours(2), 0.5) == "done about Wed 2026-11-25 03:00 Europe/Berlin, in one window");
    BOOST_TEST(words(hours(10), 0.5)
               == "done about Fri 2026-11-27 03:00 Europe/Berlin, in the 3rd window from here");
}

BOOST_AUTO_TEST_CASE(before_a_hundredth_is_done_only_a_range_is_told) {
    BOOST_TEST(words(hours(4), 0.009)
               == "done between Wed 2026-11-25 03:00 Europe/Berlin and Thu 2026-11-26 05:00 Europe/Berlin");
    BOOST_TEST(short_words(hours(4), 0.009, nights) == "done Wed 03:00 to Thu 05:00");
    BOOST_TEST(short_words(hours(4), 0.009, {}) == "2h 00m to 8h 00m left");
}

BOOST_AUTO_TEST_CASE(a_line_of_progress_tells_the_time_left_or_the_window_that_it_takes) {
    BOOST_TEST(short_words(minutes(90), 0.5, {}) == "1h 30m left");
    BOOST_TEST(short_words(minutes(90), 0.5, nights) == "1h 30m left");
    BOOST_TEST(short_words(hours(10), 0.5, nights) == "done Fri 03:00, window 3");
}

BOOST_AUTO_TEST_CASE(without_windows_it_goes_on_at_once) {
    auto const f = at_five(half_used(hours(2)), 0.5, {});
    BOOST_TEST(in_words(f.value()) == "done about Tue 2026-11-24 06:00 UTC (2h 00m left)");
    BOOST_TEST((f->sending == hours(2)));
}

BOOST_AUTO_TEST_CASE(of_another_limit_as_much_is_used) {
    auto fast = one_to_five();
    fast.rate = 40;
    BOOST_TEST((at_five(half_used(hours(4)), 0.5, schedule::windows({fast}))->sending == hours(2)));
    BOOST_TEST((at_five(half_used(hours(4)), 0.5, {}, 5)->sending == hours(16)));
    // Without a limit it goes as fast as it went, and with one that is new no faster.
    BOOST_TEST((at_five(half_used(hours(4)), 0.5, {}, 0)->sending == hours(4)));
    BOOST_TEST((at_five({36000, 10, 0}, 0.5, {}, 5)->sending == hours(2)));
    BOOST_TEST((at_five({36000, 10, 0}, 0.5, {}, 50)->sending == hours(1)));
}

BOOST_AUTO_TEST_CASE(what_a_quota_holds_back_comes_later) {
    std::vector<pacing::quota_use> const hourly{
        {{1000, hours(1)}, {}, {hours(100), at("2026-11-24T04:00Z")}}};
    auto const f = engine::forecast_of({3000, 10, 20}, 0.5, {}, 20, at("2026-11-24T04:00Z"), hourly).value();
    auto const after = f.at - at("2026-11-24T04:00Z");
    BOOST_TEST((after > hours(2) && after < hours(2) + minutes(5)));
    BOOST_TEST((f.sending > hours(2))); // it is waited for the quota, too
    BOOST_TEST(f.windows == 1U);
}

BOOST_AUTO_TEST_CASE(a_quota_and_windows_hold_together) {
    std::vector<pacing::quota_use> const hourly{
        {{1000, hours(1)}, {}, {hours(100), at("2026-11-24T04:00Z")}}};
    // Four hours a night, of which each lets some thousand go; the first comes at once, a fifth at the fifth.
    auto const f =
        engine::forecast_of({6000, 10, 20}, 0.5, nights, 20, at("2026-11-24T04:00Z"), hourly).value();
    BOOST_TEST(f.windows == 2U);
    BOOST_TEST((f.at > at("2026-11-26T00:00Z") && f.at < at("2026-11-26T04:00Z")));
}

BOOST_AUTO_TEST_CASE(what_takes_years_or_stands_still_is_not_foretold) {
    BOOST_TEST(words(hours(24 * 365 * 20), 0.5).empty());
    BOOST_TEST(!at_five({100, 0, 0}, 0.5, {}).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_left_follows_from_what_a_run_got_done) {
    auto const left = engine::work_left_of(0.25, 0.5, 9000, hours(1), 25).value();
    BOOST_TEST(left.requests == 18000);
    BOOST_TEST(left.per_second == 2.5);
    BOOST_TEST(left.limit == 25);
    BOOST_TEST(!engine::work_left_of(0.4, 0.4, 9000, hours(1), 25).has_value());
    BOOST_TEST(!engine::work_left_of(0.4, 1, 9000, hours(1), 25).has_value());
    BOOST_TEST(!engine::work_left_of(0.4, 0.5, 9000, {}, 25).has_value());
}

BOOST_AUTO_TEST_CASE(programs_read_it_as_it_was_written) {
    auto const f = at_five(half_used(hours(4)), 0.009, nights).value();
    auto const json = to_json(f);
    BOOST_TEST(boost::json::serialize(json)
               == R"({"doneAt":"2026-11-25T03:00:00+01:00","latestAt":"2026-11-26T05:00:00+01:00",)"
                  R"("windows":1,"secondsOfSending":14400,"timezone":"Europe/Berlin"})");
    auto const again = engine::forecast_from_json(json).value();
    BOOST_TEST(in_words(again) == in_words(f));
    BOOST_TEST(in_short(again) == in_short(f));
    for (auto const* const bad : {"{}", "[]", R"({"doneAt": 5})", R"({"doneAt": "soon"})"})
        BOOST_TEST(!engine::forecast_from_json(boost::json::parse(bad)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
