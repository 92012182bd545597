#include "service/made_again.hpp"

#include "plans.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(service_made_again)

using namespace muster;
using namespace muster::service;
using muster::tests::at;
using muster::tests::job_for;
using muster::tests::nightly;
using timetable = schedule::timetable;
using state = job_facts::state;

namespace {

using ids = std::vector<std::string>;

std::string const monday = "n-20261123T010000Z", tuesday = "n-20261124T010000Z";
std::string const wednesday = "n-20261125T010000Z";

/// A spec that was there before all of its starts here, and makes up for three days.
plan with_catch_up(timetable::catch_up missed) {
    auto p = nightly();
    p.since = core::wall_time();
    p.when.missed = missed;
    p.when.catch_up_for = std::chrono::hours(72);
    return p;
}

std::vector<job_facts> three_days(plan const& p) {
    std::vector<job_facts> all;
    for (auto const* const start : {"2026-11-23T01:00:00Z", "2026-11-24T01:00:00Z", "2026-11-25T01:00:00Z"})
        all.push_back(job_for(p, start, state::over));
    return all;
}

ids again(ids const& removed, timetable::catch_up missed = timetable::catch_up::last,
          std::string const& now = "2026-11-25T12:00:00Z") {
    auto const p = with_catch_up(missed);
    return made_again(p, three_days(p), removed, at(now));
}

} // namespace

BOOST_AUTO_TEST_CASE(the_latest_is) {
    BOOST_TEST(again({wednesday}) == ids{wednesday}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_with_a_later_one_is_not) {
    BOOST_TEST(again({monday, tuesday}).empty());
    BOOST_TEST(again({monday, tuesday}, timetable::catch_up::all).empty());
}

BOOST_AUTO_TEST_CASE(of_all_that_are_removed_as_many_are_as_are_made_up_for) {
    BOOST_TEST(again({monday, tuesday, wednesday}) == ids{wednesday}, boost::test_tools::per_element());
    BOOST_TEST(again({tuesday, wednesday}, timetable::catch_up::all) == (ids{tuesday, wednesday}),
               boost::test_tools::per_element());
    BOOST_TEST(again({tuesday, wednesday}, timetable::catch_up::none).empty());
}

BOOST_AUTO_TEST_CASE(one_that_is_too_old_to_be_made_up_for_is_not) {
    // The start of Saturday is, but no job was removed for that.
    BOOST_TEST(again({wednesday}, timetable::catch_up::last, "2026-11-28T12:00:00Z").empty());
    auto p = with_catch_up(timetable::catch_up::last);
    p.when.when = tests::cron_of("0 1 25 11 *");
    auto const at_first = job_for(p, "2026-11-25T01:00:00Z", state::over);
    BOOST_TEST(made_again(p, {at_first}, {wednesday}, at("2026-11-28T00:59:00Z")).size() == 1U);
    BOOST_TEST(made_again(p, {at_first}, {wednesday}, at("2026-11-28T01:01:00Z")).empty());
}

BOOST_AUTO_TEST_CASE(one_that_the_timetable_does_not_know_is_not) {
    BOOST_TEST(again({"n-20261125T010000Z-1a2b", "n-20261125T020000Z"}).empty());
    BOOST_TEST(again({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
