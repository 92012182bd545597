#include "engine/progress.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::engine {

BOOST_AUTO_TEST_SUITE(progress_of_a_job)

namespace {

progress half_way() {
    progress p;
    p.seen = 1000;
    p.list_total = 2000;
    p.matched = 120;
    p.totals.outcomes[static_cast<std::size_t>(core::outcome::done)] = 120;
    return p;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_part_done_counts_what_is_read_and_of_that_what_is_settled) {
    auto p = half_way();
    BOOST_TEST(part_done(p).value() == 0.5);
    p.matched = 240;
    BOOST_TEST(part_done(p).value() == 0.25);
    p.seen = 4000; // the list shrank meanwhile
    BOOST_TEST(part_done(p).value() == 0.5);
    p.matched = 0;
    p.totals = {};
    BOOST_TEST(part_done(p).value() == 1.0);
    p.list_total = 0;
    BOOST_TEST(!part_done(p).has_value());
    p.list_total.reset();
    BOOST_TEST(!part_done(p).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::engine
