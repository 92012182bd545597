// Random lives of a job, each from a seed. `-- --seeds 100000` runs more of them, `-- --seed 17` that one
// alone.
#include "../arguments.hpp"
#include "life.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(simulation)

using namespace muster;
using namespace muster::simulated;

namespace {

void check(std::uint64_t seed, std::string const& provider, purpose what = purpose::change) {
    for (auto const who : {user::patient, user::restless}) {
        auto const wrong = lead_life(seed, who, provider, what);
        BOOST_TEST_CONTEXT(provider << ", seed " << seed << ", " << who << " user") {
            BOOST_TEST(wrong.empty());
            for (auto const& each : wrong) BOOST_ERROR(each);
        }
    }
}

void run_seeds(std::string const& provider, std::uint64_t usually, purpose what = purpose::change) {
    if (auto const one = tests::number_argument("--seed")) return check(*one, provider, what);
    auto const seeds = tests::number_argument("--seeds").value_or(usually / thinned_out);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) check(seed, provider, what);
    BOOST_TEST_MESSAGE(provider << ": " << seeds
                                << " seeds run, each with a patient and with a restless user");
}

} // namespace

BOOST_AUTO_TEST_CASE(the_guarantees_hold_in_every_life) {
    run_seeds("memberstack", 2000);
}

BOOST_AUTO_TEST_CASE(they_hold_for_three_members_in_a_request_that_is_refused_whole) {
    run_seeds("bulk", 1000);
}

BOOST_AUTO_TEST_CASE(they_hold_for_three_members_in_a_request_that_are_judged_each) {
    run_seeds("bulk-each", 500);
}

BOOST_AUTO_TEST_CASE(they_hold_on_the_older_memberstack) {
    run_seeds("memberstack-v1", 150);
}

BOOST_AUTO_TEST_CASE(they_hold_on_publisher) {
    run_seeds("publisher", 150);
}

BOOST_AUTO_TEST_CASE(they_hold_on_memberpulse) {
    run_seeds("memberpulse", 150);
}

BOOST_AUTO_TEST_CASE(they_hold_on_a_table_of_memberstacks) {
    run_seeds("memberstack-tables", 150);
}

BOOST_AUTO_TEST_CASE(they_hold_for_exports) {
    for (auto const* const provider :
         {"memberstack", "memberstack-v1", "publisher", "memberpulse", "memberstack-tables"})
        run_seeds(provider, 60, purpose::exporting);
}

BOOST_AUTO_TEST_CASE(seeds_that_failed_once) {
    for (std::uint64_t const seed : {966U, 1792U, 4328U, 4451U, 5031U, 5365U}) check(seed, "memberstack");
    for (std::uint64_t const seed : {178U, 315U}) check(seed, "bulk");
    for (std::uint64_t const seed : {1390U, 1464U}) check(seed, "memberpulse");
}

BOOST_AUTO_TEST_SUITE_END()
