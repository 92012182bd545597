#include "service/lateness.hpp"

#include "plans.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(being_late)

using namespace muster;
using namespace muster::service;
using namespace std::chrono_literals;
using muster::tests::at;
using muster::tests::job_for;
using muster::tests::nightly;
using state = job_facts::state;

namespace {

/// The start that is late; empty = none is.
std::string late(plan const& p, std::vector<job_facts> const& jobs, std::string const& now,
                 std::vector<act> const& acts = {}) {
    auto const found = lateness_of(p, jobs, acts, at(now)).start;
    return found ? core::to_iso8601(*found) : "";
}

std::string again(plan const& p, std::string const& now) {
    auto const found = lateness_of(p, {}, {}, at(now)).again;
    return found ? core::to_iso8601(*found) : "";
}

std::string const first = "2026-11-25T01:00:00Z";

} // namespace

BOOST_AUTO_TEST_CASE(a_start_is_late_ten_minutes_after_it_was_due) {
    BOOST_TEST(late(nightly(), {}, "2026-11-25T01:09:59Z").empty());
    BOOST_TEST(late(nightly(), {}, "2026-11-25T01:10:00Z") == core::to_iso8601(at(first)));
    BOOST_TEST(again(nightly(), "2026-11-25T01:05:00Z") == core::to_iso8601(at("2026-11-25T01:10:00Z")));
    BOOST_TEST(again(nightly(), "2026-11-24T13:00:00Z") == core::to_iso8601(at("2026-11-25T01:10:00Z")));
}

BOOST_AUTO_TEST_CASE(it_is_not_if_its_job_or_a_later_one_is_there_or_is_made_now) {
    auto const p = nightly();
    auto const now = "2026-11-25T09:00:00Z";
    for (auto const how : {state::running, state::held, state::broken, state::over})
        BOOST_TEST(late(p, {job_for(p, first, how)}, now).empty());
    BOOST_TEST(late(p, {job_for(p, "2026-11-25T02:00:00Z", state::over)}, now).empty());
    BOOST_TEST(late(p, {}, now, {{act::kind::start, "n-20261125T010000Z"}}).empty());
    BOOST_TEST(late(p, {}, now, {{act::kind::resume, "n-20261124T010000Z"}}) == core::to_iso8601(at(first)));
    BOOST_TEST(late(p, {job_for(p, "2026-11-24T01:00:00Z", state::running)}, now)
               == core::to_iso8601(at(first)));
}

BOOST_AUTO_TEST_CASE(a_start_from_before_the_spec_was_there_is_not_missed) {
    auto p = nightly();
    p.since = at("2026-11-25T08:00:00Z");
    BOOST_TEST(late(p, {}, "2026-11-25T09:00:00Z").empty());
}

BOOST_AUTO_TEST_CASE(a_start_that_waits_for_its_window_is_late_by_that) {
    auto p = nightly();
    p.windows = tests::window(3h, 5h);
    BOOST_TEST(late(p, {}, "2026-11-25T03:05:00Z").empty());
    BOOST_TEST(late(p, {}, "2026-11-25T03:10:00Z") == core::to_iso8601(at(first)));
    BOOST_TEST(again(p, "2026-11-25T02:00:00Z") == core::to_iso8601(at("2026-11-25T03:10:00Z")));
}

BOOST_AUTO_TEST_CASE(of_many_starts_the_latest_counts) {
    auto const p = nightly("*/5 * * * *");
    BOOST_TEST(late(p, {}, "2026-11-25T09:01:00Z") == core::to_iso8601(at("2026-11-25T08:50:00Z")));
    BOOST_TEST(late(p, {job_for(p, "2026-11-25T08:50:00Z", state::running)}, "2026-11-25T09:01:00Z").empty());
}

BOOST_AUTO_TEST_CASE(a_start_of_weeks_ago_is_found) {
    auto p = nightly("0 1 1 * *");
    p.since = at("2026-10-01T12:00:00Z");
    BOOST_TEST(late(p, {}, "2026-11-25T09:00:00Z") == core::to_iso8601(at("2026-11-01T01:00:00Z")));
}

BOOST_AUTO_TEST_SUITE_END()
