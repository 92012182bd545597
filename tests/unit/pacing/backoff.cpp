#include "pacing/backoff.hpp"

#include <boost/test/unit_test.hpp>

#include <climits>

BOOST_AUTO_TEST_SUITE(backoff)

using namespace muster;
using namespace muster::pacing;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(the_bound_doubles_up_to_the_cap) {
    BOOST_TEST((doubled(500ms, 30s, 0) == 500ms));
    BOOST_TEST((doubled(500ms, 30s, 1) == 1s));
    BOOST_TEST((doubled(500ms, 30s, 5) == 16s));
    BOOST_TEST((doubled(500ms, 30s, 6) == 30s));
    BOOST_TEST((doubled(2min, 30s, 0) == 30s));
}

BOOST_AUTO_TEST_CASE(no_count_overflows) {
    for (auto const n : {62U, 63U, 64U, 1000U, 1025U, UINT_MAX}) {
        BOOST_TEST((doubled(500ms, 30s, n) == 30s));
        BOOST_TEST((doubled(1ns, core::duration::max(), n) > 30s));
        BOOST_TEST((doubled(0s, 30s, n) == 0s));
    }
}

BOOST_AUTO_TEST_CASE(jitter_takes_its_share_of_the_bound) {
    BOOST_TEST((full_jitter(500ms, 30s, 0, 0) == 0s));
    BOOST_TEST((full_jitter(500ms, 30s, 0, 0.5) == 250ms));
    BOOST_TEST((full_jitter(500ms, 30s, 20, 0.5) == 15s));
    BOOST_TEST((full_jitter(500ms, 30s, UINT_MAX, 0.999999) < 30s));
}

BOOST_AUTO_TEST_SUITE_END()
