#include "launch/opening.hpp"

#include "core/digest.hpp"
#include "launch/host_name.hpp"

#include <boost/test/unit_test.hpp>

#include <unistd.h>

namespace muster::launch {

BOOST_AUTO_TEST_SUITE(launch_opening)

namespace {

/// A job of one run so far: three members have an outcome, one of them needed nothing; one is in doubt, and
/// one was not begun.
journal::state so_far() {
    journal::state s;
    s.apply(journal::job_opened{"job", "hash", "https://example.com", "print", "t"});
    s.apply(journal::run_started{1, 1, "host", "t"});
    s.apply(journal::page_read{1, "", "9", true, 9, 5, 0, std::nullopt});
    using core::outcome;
    for (auto const& [member, what] :
         {std::pair("mem_a", outcome::already), {"mem_b", outcome::done}, {"mem_c", outcome::failed}})
        s.apply(journal::member_settled{member, 1, what, 0, "", "", false});
    s.apply(journal::intent{"mem_d", 1, {{"addPlan", {{"planId", "pln_a"}}}}, {}});
    return s;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_run_opens_with_its_number_and_with_who_runs_it) {
    auto const opening = opening_of(so_far(), "key", {});
    BOOST_TEST(opening.run == 2U);
    BOOST_TEST(opening.pid == ::getpid());
    BOOST_TEST(opening.host == host_name());
    BOOST_TEST(opening.at == "1970-01-01T00:00:00.000Z");
    BOOST_TEST(opening_of({}, "key", {}).run == 1U);
}

BOOST_AUTO_TEST_CASE(a_run_tells_its_key_where_that_is_not_the_jobs_first) {
    journal::state s;
    s.apply(journal::job_opened{"job", "hash", "https://example.com", core::fingerprint("key"), "t"});
    BOOST_TEST(opening_of(s, "key", {}).key == "");
    BOOST_TEST(opening_of(s, "other", {}).key == core::fingerprint("other"));
    s.apply(opening_of(s, "other", {}));
    BOOST_TEST(s.key() == core::fingerprint("other"));
    BOOST_TEST(opening_of(s, "other", {}).key == core::fingerprint("other"));
    BOOST_TEST(opening_of(s, "key", {}).key == "");
}

BOOST_AUTO_TEST_CASE(nobody_says_a_limit) {
    BOOST_TEST(!limit_of_run(std::nullopt, std::nullopt, so_far()).has_value());
}

BOOST_AUTO_TEST_CASE(the_limit_of_a_run_is_for_that_run_alone) {
    BOOST_TEST(limit_of_run(10, std::nullopt, {}).value() == 10U);
    BOOST_TEST(limit_of_run(10, std::nullopt, so_far()).value() == 10U);
}

BOOST_AUTO_TEST_CASE(of_the_limit_of_a_job_its_earlier_runs_took_their_part) {
    BOOST_TEST(limit_of_run(std::nullopt, 10, {}).value() == 10U);
    BOOST_TEST(limit_of_run(std::nullopt, 10, so_far()).value() == 7U); // also for the one in doubt
    BOOST_TEST(limit_of_run(std::nullopt, 4, so_far()).value() == 1U);
    BOOST_TEST(limit_of_run(std::nullopt, 3, so_far()).value() == 0U);
    BOOST_TEST(limit_of_run(std::nullopt, 2, so_far()).value() == 0U);
}

BOOST_AUTO_TEST_CASE(who_names_a_limit_for_this_run_goes_past_that_of_the_spec) {
    BOOST_TEST(limit_of_run(5, 10, so_far()).value() == 5U);
    BOOST_TEST(limit_of_run(70, 10, so_far()).value() == 70U);
    BOOST_TEST(limit_of_run(5, 2, so_far()).value() == 5U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
