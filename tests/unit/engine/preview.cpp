#include "engine/preview.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::engine {

BOOST_AUTO_TEST_SUITE(preview_of_a_list)

BOOST_AUTO_TEST_CASE(how_many_match_is_counted_or_estimated_or_unknown) {
    preview p;
    BOOST_TEST(!p.likely_matched().has_value());
    p.seen = 300;
    p.matched = 30;
    BOOST_TEST(!p.likely_matched().has_value()); // of how many?
    p.list_total = 12'400;
    BOOST_TEST(p.likely_matched().value() == 1240U);
    p.whole = true;
    BOOST_TEST(p.likely_matched().value() == 30U);
}

BOOST_AUTO_TEST_CASE(an_estimate_is_never_less_than_what_was_seen) {
    preview p;
    p.seen = 300;
    p.matched = 300;
    p.list_total = 10; // members were deleted meanwhile
    BOOST_TEST(p.likely_matched().value() == 300U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::engine
