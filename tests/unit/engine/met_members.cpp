#include "engine/met_members.hpp"

#include "journal/replay.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <set>

using namespace muster;

BOOST_AUTO_TEST_SUITE(met_members)

BOOST_AUTO_TEST_CASE(whoever_was_met_lately_is_known) {
    engine::met_members met({"a", "b"});
    BOOST_TEST(met.meet("a"));
    BOOST_TEST(met.meet("b"));
    BOOST_TEST(!met.meet("c"));
    BOOST_TEST(met.meet("c"));
}

BOOST_AUTO_TEST_CASE(the_oldest_is_forgotten) {
    engine::met_members met({});
    for (std::size_t i = 0; i < journal::recent_members; ++i) met.meet(std::to_string(i));
    BOOST_TEST(met.meet("0"));
    BOOST_TEST(!met.meet("one more"));
    BOOST_TEST(met.meet("1"));
    BOOST_TEST(!met.meet("0"));
    BOOST_TEST(!met.meet("1")); // in whose place "0" came
}

BOOST_AUTO_TEST_CASE(it_knows_whom_a_list_of_them_knows) {
    std::mt19937_64 random(7);
    std::deque<std::string> order;
    std::set<std::string> model;
    engine::met_members met({});
    unsigned again = 0;
    for (int i = 0; i < 60'000; ++i) {
        // Close to each other, so that many are met again just before or after they are forgotten.
        auto const id = std::to_string(i / 2 + static_cast<int>(random() % 12'000));
        bool const known = !model.insert(id).second;
        if (!known) order.push_back(id);
        if (order.size() > journal::recent_members) {
            model.erase(order.front());
            order.pop_front();
        }
        BOOST_REQUIRE_EQUAL(met.meet(id), known);
        again += known ? 1 : 0;
    }
    BOOST_TEST(again > 5'000U);
}

BOOST_AUTO_TEST_SUITE_END()
