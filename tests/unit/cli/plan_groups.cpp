#include "cli/plan_groups.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(groups_of_a_plan)

namespace {

void add(plan_groups& g, int times, std::string const& field, std::string const& from,
         std::string const& to) {
    for (int i = 0; i < times; ++i) g.add({{field, from, to}});
}

} // namespace

BOOST_AUTO_TEST_CASE(the_commonest_come_first) {
    plan_groups g;
    add(g, 2, "rare", "1", "2");
    add(g, 3, "country", R"("de")", R"("Germany")");
    add(g, 7, "country", R"("DE")", R"("Germany")");
    BOOST_TEST(groups_text(g) == R"(country  10 members
  "DE" -> "Germany"  7
  "de" -> "Germany"  3
rare: 1 -> 2  2 members
)");
}

BOOST_AUTO_TEST_CASE(a_member_counts_once_for_each_of_its_fields) {
    plan_groups g;
    g.add({{"a", "1", "2"}, {"b", "", "deleted"}});
    auto const all = g.commonest(10);
    BOOST_TEST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all.back().ways.front().text == "deleted");
    BOOST_TEST(all.back().members == 1U);
}

BOOST_AUTO_TEST_CASE(where_each_has_its_own_value_one_is_shown) {
    plan_groups g;
    for (int i = 0; i < 5000; ++i) add(g, 1, "name", "(none)", std::to_string(i));
    auto const all = g.commonest(10);
    BOOST_TEST(all.front().ways.size() == 1U);
    BOOST_TEST(all.front().others == 4999U);
    BOOST_TEST(groups_text(g) == "name  5000 members\n  (none) -> 0  1\n  other values  4999\n");
}

BOOST_AUTO_TEST_CASE(of_many_ways_some_are_shown_and_the_others_counted) {
    plan_groups g;
    for (int i = 0; i < 30; ++i) add(g, 2 + i, "n", "0", std::to_string(i));
    auto const all = g.commonest(4);
    BOOST_TEST(all.front().ways.size() == 4U);
    BOOST_TEST(all.front().ways.front().members == 31U);
    BOOST_TEST(all.front().members == all.front().others + 31 + 30 + 29 + 28);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
