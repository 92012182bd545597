#include "pacing/slowest.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(slowest)

using namespace muster;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
core::instant at(int s) {
    return core::instant(std::chrono::hours(10)) + seconds(s);
}
core::duration ms(int n) {
    return milliseconds(n);
}
} // namespace

BOOST_AUTO_TEST_CASE(without_a_sample_nothing_is_known) {
    BOOST_TEST(!pacing::slowest().of_late(at(0)).has_value());
}

BOOST_AUTO_TEST_CASE(the_longest_counts_for_one_to_two_minutes) {
    pacing::slowest s;
    s.sample(at(0), ms(20));
    s.sample(at(1), ms(500));
    s.sample(at(2), ms(30));
    BOOST_TEST((s.of_late(at(3)) == ms(500)));
    s.sample(at(70), ms(40));
    BOOST_TEST((s.of_late(at(71)) == ms(500)));
    s.sample(at(131), ms(50));
    BOOST_TEST((s.of_late(at(132)) == ms(50)));
}

BOOST_AUTO_TEST_CASE(after_a_long_silence_it_begins_afresh) {
    pacing::slowest s;
    s.sample(at(0), ms(500));
    BOOST_TEST((s.of_late(at(119)) == ms(500)));
    BOOST_TEST(!s.of_late(at(120)).has_value());
    s.sample(at(10'000), ms(10));
    BOOST_TEST((s.of_late(at(10'001)) == ms(10)));
}

BOOST_AUTO_TEST_SUITE_END()
