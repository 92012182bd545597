#include "engine/share.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(share_of_the_list)

using namespace muster;

namespace {

std::string objection(std::optional<double> max_share, std::uint64_t matched, std::uint64_t listed) {
    spec::spec s;
    s.max_share = max_share;
    return engine::objection_to_share(s, matched, listed).value_or("none");
}

} // namespace

BOOST_AUTO_TEST_CASE(no_more_than_that_part_may_match) {
    BOOST_TEST(objection(0.1, 100, 1000) == "none");
    BOOST_TEST(objection(0.1, 101, 1000)
                   .starts_with("101 of 1000 listed members match (10.1 %), and at most 10 % may."));
    BOOST_TEST(objection(0.1, 101, 1000).find("\"maxShare\"") != std::string::npos);
    BOOST_TEST(objection(0, 1, 1'000'000) != "none");
    BOOST_TEST(objection(0, 0, 10) == "none");
    BOOST_TEST(objection(1, 10, 10) == "none");
    BOOST_TEST(objection(std::nullopt, 10, 10) == "none");
    BOOST_TEST(objection(0.1, 0, 0) == "none");
}

BOOST_AUTO_TEST_SUITE_END()
