#include "pacing/quota_forecast.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

BOOST_AUTO_TEST_SUITE(quota_forecasts)

using namespace muster;
using namespace muster::pacing;
using namespace std::chrono_literals;
using core::duration;

namespace {

constexpr auto hourly = quota{1000, 1h};
constexpr auto daily = quota{10'000, 24h};

quota_time at(duration since) {
    return {100h + since, core::wall_time{400'000h + since}};
}

std::optional<quota_forecast> forecast(std::uint64_t n, std::vector<quota_use> quotas,
                                       sending_spans const& spans = always(25)) {
    for (auto& q : quotas) q.at = at(0s);
    return forecast_requests(n, std::move(quotas), spans);
}

duration after(std::uint64_t n, std::vector<quota_use> const& quotas,
               sending_spans const& spans = always(25)) {
    auto const f = forecast(n, quotas, spans);
    BOOST_REQUIRE(f.has_value());
    return f->after;
}

void check_between(duration d, duration least, duration most) {
    BOOST_TEST((d >= least), core::describe(d) << " is less than " << core::describe(least));
    BOOST_TEST((d <= most), core::describe(d) << " is more than " << core::describe(most));
}

/// Sends them one by one, as a run would, and tells when the last one went.
duration played(std::uint64_t n, std::vector<quota_use> quotas, duration spacing) {
    auto now = duration{0};
    auto last = now;
    while (n > 0) {
        auto wait = duration{0};
        for (auto& q : quotas) wait = std::max(wait, wait_for_room(q.used, q.limit, at(now)));
        if (wait > 0s) {
            now += wait;
            continue;
        }
        for (auto& q : quotas) take(q.used, q.limit, at(now));
        --n;
        last = now;
        now += spacing;
    }
    return last;
}

/// An hour from each of these on.
sending_spans hours_from(std::vector<duration> const& begins, double per_second) {
    return [=](duration t) -> std::optional<sending_span> {
        for (auto const& from : begins)
            if (from + 1h > t) return sending_span{from, from + 1h, per_second};
        return std::nullopt;
    };
}

} // namespace

BOOST_AUTO_TEST_CASE(without_a_quota_the_rate_tells_it) {
    BOOST_TEST((after(0, {}) == 0s));
    BOOST_TEST((after(1, {}) == 0s));
    BOOST_TEST((after(251, {}) == 10s));
    BOOST_TEST((after(1'000'000, {}, always(0)) == 0s));
}

BOOST_AUTO_TEST_CASE(what_the_quota_still_holds_goes_at_the_rate) {
    check_between(after(1000, {{hourly, {}}}), 39s, 40s);
    quota_state used;
    BOOST_REQUIRE(take(used, hourly, at(0s), 600).has_value());
    check_between(after(400, {{hourly, used}}), 15s, 16s);
    check_between(after(401, {{hourly, used}}), 1h, 1h + 31s);
}

BOOST_AUTO_TEST_CASE(more_than_it_holds_takes_hours) {
    check_between(after(1001, {{hourly, {}}}), 1h, 1h + 31s);
    check_between(after(100'000, {{hourly, {}}}), 99h, 101h);
    check_between(after(1000, {{hourly, {}}}, always(0.1)), 9990s, 9990s); // the rate is slower than it
    check_between(after(100'000, {{hourly, {}}}, always(0)), 99h, 101h);
}

BOOST_AUTO_TEST_CASE(of_several_quotas_all_hold) {
    check_between(after(15'000, {{hourly, {}}, {daily, {}}}), 28h, 29h);
    check_between(after(15'000, {{daily, {}}, {hourly, {}}}), 28h, 29h);
}

BOOST_AUTO_TEST_CASE(it_is_what_a_run_comes_to) {
    for (auto const spacing : {duration{40ms}, duration{143ms}, duration{3597ms}, duration{11s}})
        for (auto const n : {1U, 999U, 1000U, 1001U, 2500U, 17'000U}) {
            quota_state used;
            for (auto i = 0; i < 50; ++i) take(used, hourly, at(-1min * (50 - i)), 7);
            std::vector<quota_use> const quotas{{hourly, used}, {daily, {}}};
            auto const rate = 1 / std::chrono::duration<double>(spacing).count();
            auto const told = after(n, quotas, always(rate));
            auto const came = played(n, quotas, spacing);
            check_between(told, came - 1s, came + 1s);
        }
}

BOOST_AUTO_TEST_CASE(windows_hold_too_and_are_counted) {
    auto const nights = hours_from({2h, 26h, 50h}, 25);
    auto const first = forecast(500, {{hourly, {}}}, nights);
    BOOST_REQUIRE(first.has_value());
    check_between(first->after, 2h, 2h + 21s);
    BOOST_TEST(first->spans == 1U);
    auto const third = forecast(2500, {{hourly, {}}}, nights);
    BOOST_REQUIRE(third.has_value());
    check_between(third->after, 50h, 50h + 21s);
    BOOST_TEST(third->spans == 3U);
    BOOST_TEST(!forecast(3001, {{hourly, {}}}, nights).has_value());
    auto const slow = forecast(100, {{hourly, {}}}, hours_from({2h, 26h}, 0.02)); // 72 in an hour
    BOOST_REQUIRE(slow.has_value());
    check_between(slow->after, 26h + 1300s, 26h + 1400s);
}

BOOST_AUTO_TEST_CASE(a_quota_that_is_used_up_through_a_whole_window_sends_nothing_in_it) {
    quota_state used;
    BOOST_REQUIRE(take(used, hourly, at(0s), 1000).has_value());
    auto const f = forecast(10, {{hourly, used}}, hours_from({0s, 5h}, 25));
    BOOST_REQUIRE(f.has_value());
    check_between(f->after, 5h, 5h + 1s);
    BOOST_TEST(f->spans == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_too_far_away_is_not_told) {
    BOOST_TEST(!forecast(1'000'000'000'000, {{hourly, {}}}).has_value());
    BOOST_TEST(!forecast(10, {{hourly, {}}}, hours_from({}, 25)).has_value());
    BOOST_TEST(!forecast(1'000'000'000'000, {}, always(0.001)).has_value());
    check_between(after(10'000'000, {{hourly, {}}}), 9'990h, 10'100h);
}

BOOST_AUTO_TEST_SUITE_END()
