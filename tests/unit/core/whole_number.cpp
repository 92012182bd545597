#include "core/whole_number.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(whole_numbers)

using muster::core::whole_number;

BOOST_AUTO_TEST_CASE(digits_alone_are_one) {
    BOOST_TEST(whole_number("0").value() == 0U);
    BOOST_TEST(whole_number("007").value() == 7U);
    BOOST_TEST(whole_number("18446744073709551615").value() == 18446744073709551615U);
    for (auto const* const text : {"", " 1", "1 ", "+1", "-1", "1.5", "1e3", "x", "18446744073709551616"})
        BOOST_TEST(!whole_number(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
