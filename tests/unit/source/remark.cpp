#include "source/remark.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(remarks_in_json_lines)

using namespace muster;
using source::with_remark;

namespace {

source::remark const failed{"failed", "bad", "say \"no\""};
constexpr std::string_view told =
    R"("_muster_outcome":"failed","_muster_code":"bad","_muster_message":"say \"no\"")";

std::string with(std::string const& before, std::string const& behind) {
    return before + std::string(told) + behind;
}

} // namespace

BOOST_AUTO_TEST_CASE(they_stand_at_the_end_of_an_object_that_stays_as_it_was_written) {
    BOOST_TEST(with_remark("{\"id\": 1.0, \"x\": \"}\"}\r\n", failed)
               == with("{\"id\": 1.0, \"x\": \"}\",", "}\r\n"));
    BOOST_TEST(with_remark("{\"id\": 1 } ", failed) == with("{\"id\": 1 ,", "} \n"));
    BOOST_TEST(with_remark("{}\n", failed) == with("{", "}\n"));
    BOOST_TEST(with_remark("{ }", failed) == with("{ ", "}\n"));
}

BOOST_AUTO_TEST_CASE(they_take_the_place_of_earlier_ones) {
    auto const once = with_remark("{\"id\":1,\"x\":{\"_muster_code\":2}}\n", {"done", "", ""});
    BOOST_TEST(with_remark(once, failed) == with("{\"id\":1,\"x\":{\"_muster_code\":2},", "}\n"));
    BOOST_TEST(with_remark("{\"_muster_x\": [1, 2], \"id\": 1}", failed) == with("{\"id\": 1,", "}\n"));
    BOOST_TEST(with_remark("{\"_muster_x\": 1}", failed) == with("{", "}\n"));
}

BOOST_AUTO_TEST_CASE(a_line_that_is_no_object_stays_as_it_is) {
    BOOST_TEST(with_remark("{\"id\": 1,}\r\n", failed) == "{\"id\": 1,}\r\n");
    BOOST_TEST(with_remark("[1]", failed) == "[1]\n");
    BOOST_TEST(with_remark("x", failed) == "x\n");
}

BOOST_AUTO_TEST_SUITE_END()
