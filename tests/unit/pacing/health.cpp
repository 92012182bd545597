#include "pacing/health.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(health)

using namespace muster;
using namespace std::chrono_literals;

namespace {

constexpr auto start = core::instant{} + 1000s;

void fail(pacing::health& h, int times, std::string const& prefix, core::instant now = start) {
    for (auto i = 0; i < times; ++i) h.record_failure(now, prefix + std::to_string(i), 0.5);
}

void succeed(pacing::health& h, int times, core::instant now = start) {
    for (auto i = 0; i < times; ++i) h.record_success(now);
}

} // namespace

BOOST_AUTO_TEST_CASE(it_starts_up_and_without_news) {
    auto const h = pacing::health{};
    BOOST_TEST(!h.down());
    BOOST_TEST(!h.next_probe().has_value());
    BOOST_TEST(!h.last_success().has_value());
    BOOST_TEST(!h.alive_since(core::instant{}));
    BOOST_TEST((h.down_for(start) == 0s));
}

BOOST_AUTO_TEST_CASE(five_failures_of_different_requests_are_an_outage) {
    auto h = pacing::health{};
    fail(h, 4, "m");
    BOOST_TEST(!h.down());
    fail(h, 1, "n");
    BOOST_TEST(h.down());
    BOOST_TEST((h.down_for(start + 3s) == 3s));
}

BOOST_AUTO_TEST_CASE(failures_of_one_request_are_its_own_trouble) {
    auto h = pacing::health{};
    for (auto i = 0; i < 100; ++i) h.record_failure(start, "mem_a", 0.5);
    BOOST_TEST(!h.down());
    h.record_failure(start, "mem_b", 0.5);
    BOOST_TEST(h.down());
}

BOOST_AUTO_TEST_CASE(failures_that_are_not_the_most_are_no_outage) {
    auto h = pacing::health{};
    for (auto i = 0; i < 100; ++i) {
        succeed(h, 1);
        h.record_failure(start, std::to_string(i), 0.5);
    }
    BOOST_TEST(!h.down());
    fail(h, 1, "m"); // now six of the last ten
    BOOST_TEST(h.down());
}

BOOST_AUTO_TEST_CASE(old_results_do_not_count) {
    auto h = pacing::health{};
    succeed(h, 1000);
    fail(h, 5, "m");
    BOOST_TEST(!h.down()); // half of the last ten
    fail(h, 1, "n");
    BOOST_TEST(h.down());
}

BOOST_AUTO_TEST_CASE(ten_retries_without_a_success_are_all) {
    auto h = pacing::health{};
    for (auto i = 0; i < 10; ++i) BOOST_TEST(h.spend_retry(start, 0.5));
    BOOST_TEST(!h.down());
    BOOST_TEST(!h.spend_retry(start, 0.5));
    BOOST_TEST(h.down());
}

BOOST_AUTO_TEST_CASE(five_successes_earn_a_retry_and_at_most_fifty_are_saved) {
    auto h = pacing::health{};
    for (auto i = 0; i < 10; ++i) BOOST_TEST(h.spend_retry(start, 0.5));
    succeed(h, 6);
    BOOST_TEST(h.spend_retry(start, 0.5));
    succeed(h, 10'000);
    for (auto i = 0; i < 50; ++i) BOOST_TEST(h.spend_retry(start, 0.5));
    BOOST_TEST(!h.spend_retry(start, 0.5));
}

BOOST_AUTO_TEST_CASE(a_probe_that_succeeds_ends_the_outage_with_a_clean_slate) {
    auto h = pacing::health{};
    while (h.spend_retry(start, 0.5)) {
    }
    fail(h, 10, "m");
    h.probe_succeeded(start + 5s);
    BOOST_TEST(!h.down());
    BOOST_TEST(!h.next_probe().has_value());
    BOOST_TEST((h.down_for(start + 9s) == 0s));
    BOOST_TEST((h.last_success() == start + 5s));
    BOOST_TEST(h.spend_retry(start + 5s, 0.5));
    fail(h, 4, "m");
    BOOST_TEST(!h.down());
}

BOOST_AUTO_TEST_CASE(a_late_reply_to_an_earlier_request_does_not_end_it) {
    auto h = pacing::health{};
    fail(h, 5, "m");
    h.record_success(start + 1s);
    BOOST_TEST(h.down());
    BOOST_TEST(h.alive_since(start));
}

BOOST_AUTO_TEST_CASE(pauses_between_probes_double_up_to_half_a_minute) {
    auto h = pacing::health{};
    auto now = start;
    for (auto i = 0; i < 5; ++i) h.record_failure(now, std::to_string(i), 0);
    for (auto const expected : {500ms, 1000ms, 2000ms, 4000ms, 8000ms, 15000ms, 15000ms, 15000ms}) {
        BOOST_TEST((h.next_probe().value() - now == expected));
        now = *h.next_probe();
        h.probe_failed(now, 0);
    }
    BOOST_TEST((h.down_for(now) == now - start));
}

BOOST_AUTO_TEST_CASE(further_failures_do_not_put_the_probe_off) {
    auto h = pacing::health{};
    fail(h, 5, "m");
    auto const due = h.next_probe();
    fail(h, 5, "n", start + 500ms);
    while (h.spend_retry(start + 500ms, 0.5)) {
    }
    BOOST_TEST((h.next_probe() == due));
    BOOST_TEST((h.down_for(start + 2s) == 2s));
}

BOOST_AUTO_TEST_CASE(an_outage_of_forty_minutes_takes_less_than_a_probe_in_ten_seconds) {
    for (auto const chance : {0.0, 0.5, 0.999}) {
        auto h = pacing::health{};
        for (auto i = 0; i < 5; ++i) h.record_failure(start, std::to_string(i), chance);
        auto probes = 0;
        for (auto now = *h.next_probe(); now < start + 40min; now = *h.next_probe()) {
            ++probes;
            h.probe_failed(now, chance);
        }
        BOOST_TEST(probes < 240);
        BOOST_TEST(probes > 40);
    }
}

BOOST_AUTO_TEST_CASE(alive_since_tells_whose_fault_a_failure_is) {
    auto h = pacing::health{};
    h.record_success(start);
    BOOST_TEST(h.alive_since(start - 1s));
    BOOST_TEST(h.alive_since(start));
    BOOST_TEST(!h.alive_since(start + 1ns));
}

BOOST_AUTO_TEST_SUITE_END()
