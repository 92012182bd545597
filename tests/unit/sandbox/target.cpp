#include "sandbox/target.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::sandbox {

BOOST_AUTO_TEST_SUITE(targets)

BOOST_AUTO_TEST_CASE(they_are_taken_apart_and_decoded) {
    auto const t = read_target("/members/a%2Fb%20c/?limit=5&after=&createdAt%5Bafter%5D=x").value();
    BOOST_TEST(t.path == (std::vector<std::string>{"members", "a/b c"}), boost::test_tools::per_element());
    BOOST_TEST(t.parameter("limit").value() == "5");
    BOOST_TEST(t.parameter("createdAt[after]").value() == "x");
    BOOST_TEST(!t.parameter("after").has_value()); // empty
    BOOST_TEST(!t.parameter("other").has_value());
    BOOST_TEST(!read_target("/members?x=%zz").has_value());
    BOOST_TEST(!read_target("members").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::sandbox
