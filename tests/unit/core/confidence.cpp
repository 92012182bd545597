#include "core/confidence.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>

BOOST_AUTO_TEST_SUITE(core_confidence)

using muster::core::share_at_most;

BOOST_AUTO_TEST_CASE(as_the_tables_have_it) {
    // One-sided 95 % bounds, by the closed form for none, and by published tables for some.
    BOOST_TEST(share_at_most(0, 1) == 0.95, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(share_at_most(0, 200) == 1 - std::pow(0.05, 1.0 / 200), boost::test_tools::tolerance(1e-9));
    BOOST_TEST(share_at_most(1, 10) == 0.3942, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(share_at_most(5, 10) == 0.7776, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(share_at_most(3, 100) == 0.0757, boost::test_tools::tolerance(1e-2));
}

BOOST_AUTO_TEST_CASE(at_its_ends) {
    BOOST_TEST(share_at_most(0, 0) == 1);
    BOOST_TEST(share_at_most(7, 7) == 1);
    BOOST_TEST(share_at_most(0, 10'000'000) < 1e-6);
    BOOST_TEST(share_at_most(2, 1000) > 0.002);
}

BOOST_AUTO_TEST_CASE(more_looks_say_more_and_more_found_says_less) {
    for (std::uint64_t n = 10; n < 500; n += 7) {
        BOOST_TEST(share_at_most(0, n + 1) < share_at_most(0, n));
        BOOST_TEST(share_at_most(2, n) > share_at_most(1, n));
    }
}

BOOST_AUTO_TEST_SUITE_END()
