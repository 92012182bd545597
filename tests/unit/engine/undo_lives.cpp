// Random lives of a job that is run, taken back, and done again by taking that back, each from a seed.
// `-- --seeds 10000` runs more of them, `-- --seed 17` that one alone.
#include "../arguments.hpp"
#include "model_world.hpp"
#include "undo_life.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(undo_lives)

using namespace muster;
using namespace muster::simulated;

namespace {

void check_undo(std::uint64_t seed, std::string const& provider, undo_tally& tally) {
    auto const wrong = lead_undo_life(seed, provider, tally);
    BOOST_TEST_CONTEXT(provider << ", seed " << seed) {
        BOOST_TEST(wrong.empty());
        for (auto const& each : wrong) BOOST_ERROR(each);
    }
}

void run_undo_seeds(std::string const& provider, std::uint64_t usually) {
    constexpr std::uint64_t enough = 100; // seeds, for each kind of trouble to be met
    undo_tally met;
    if (auto const one = tests::number_argument("--seed")) return check_undo(*one, provider, met);
    auto const seeds = tests::number_argument("--seeds").value_or(usually / thinned_out);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) check_undo(seed, provider, met);
    BOOST_TEST_MESSAGE(provider << ": " << seeds << " seeds run; " << met.deaths << " deaths, "
                                << met.abandoned << " jobs taken back unfinished; members: " << met.restored
                                << " restored, " << met.redone << " done again, " << met.conflicts
                                << " in conflict, " << met.missing << " missing, " << met.left_out
                                << " out of reach");
    if (seeds < enough) return;
    for (auto const each : {met.deaths, met.abandoned, met.restored, met.redone, met.conflicts, met.missing})
        BOOST_TEST(each > 0U);
}

} // namespace

BOOST_AUTO_TEST_CASE(all_is_as_before_but_for_what_others_changed) {
    run_undo_seeds("memberstack", 160);
}

BOOST_AUTO_TEST_CASE(so_it_is_with_three_members_in_a_request_that_is_refused_whole) {
    run_undo_seeds("bulk", 60);
}

BOOST_AUTO_TEST_CASE(so_it_is_with_three_members_in_a_request_that_are_judged_each) {
    run_undo_seeds("bulk-each", 60);
}

BOOST_AUTO_TEST_CASE(so_it_is_on_the_older_memberstack) {
    run_undo_seeds("memberstack-v1", 60);
}

BOOST_AUTO_TEST_CASE(so_it_is_on_publisher) {
    run_undo_seeds("publisher", 60);
}

BOOST_AUTO_TEST_CASE(so_it_is_on_memberpulse) {
    run_undo_seeds("memberpulse", 60);
}

BOOST_AUTO_TEST_CASE(so_it_is_on_a_table_of_memberstacks) {
    run_undo_seeds("memberstack-tables", 60);
}

BOOST_AUTO_TEST_SUITE_END()
