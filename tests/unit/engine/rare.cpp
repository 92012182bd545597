#include "engine/rare.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using muster::engine::rare;

BOOST_AUTO_TEST_SUITE(rare_values)

BOOST_AUTO_TEST_CASE(it_takes_the_room_of_a_pointer_and_is_empty_at_first) {
    BOOST_TEST(sizeof(rare<std::string>) == sizeof(void*));
    BOOST_TEST(!rare<std::string>().has_value());
}

BOOST_AUTO_TEST_CASE(a_copy_has_a_value_of_its_own) {
    rare<std::string> one(std::string("a"));
    auto other = one;
    *other = "b";
    BOOST_TEST(*one == "a");
    one = other;
    BOOST_TEST(*one == "b");
    one.reset();
    BOOST_TEST(!one.has_value());
    BOOST_TEST(other->size() == 1U);
    other = one;
    BOOST_TEST(!other.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
