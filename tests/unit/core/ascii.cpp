#include "core/ascii.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(ascii)

using muster::core::lower_ascii;

BOOST_AUTO_TEST_CASE(only_letters_of_ascii_have_another_case) {
    BOOST_TEST(lower_ascii("AbZ@[`{ 09") == "abz@[`{ 09");
    BOOST_TEST(lower_ascii("\xc3\x84") == "\xc3\x84"); // Ä
    BOOST_TEST(lower_ascii('Z') == 'z');
    BOOST_TEST(lower_ascii('[') == '[');
}

BOOST_AUTO_TEST_CASE(blanks_around_a_text_are_left_out) {
    using muster::core::trimmed;
    BOOST_TEST(trimmed(" \ta b\r\n") == "a b");
    BOOST_TEST(trimmed("ab") == "ab");
    BOOST_TEST(trimmed(" \t ").empty());
    BOOST_TEST(trimmed("").empty());
    BOOST_TEST(trimmed(" \ta ", " ") == "\ta");
}

BOOST_AUTO_TEST_SUITE_END()
