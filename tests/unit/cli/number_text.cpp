#include "cli/number_text.hpp"

#include <boost/test/unit_test.hpp>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(cli_number_text)

namespace {

std::string of_whole(std::string_view text, number_range within = {1, 512}) {
    return mistake_in_whole_number(text, within).value_or("");
}

std::string of_decimal(std::string_view text, number_range within = {0, 100'000}) {
    return mistake_in_decimal_number(text, within).value_or("");
}

} // namespace

BOOST_AUTO_TEST_CASE(whole_numbers_are_digits) {
    for (auto const* const good : {"1", "9", "10", "512"})
        BOOST_TEST_CONTEXT(good) BOOST_TEST(of_whole(good) == "");
    BOOST_TEST(of_whole("0", {0, 5}) == "");
    for (auto const* const bad : {"", "0", "513", "-1", "+1", "0x10", "1e2", "1.0", " 1", "1 ", "1_000",
                                  "1,000", "ten", "99999999999999999999", "\xd9\xa1"})
        BOOST_TEST_CONTEXT(bad)
    BOOST_TEST(of_whole(bad).starts_with("must be a whole number from 1 to 512, not \""));
}

BOOST_AUTO_TEST_CASE(a_zero_before_it_is_asked_about) {
    BOOST_TEST(of_whole("010") == "must be a whole number from 1 to 512, not \"010\"; did you mean 10?");
    BOOST_TEST(of_whole("000", {0, 5}).ends_with("did you mean 0?"));
    BOOST_TEST(of_whole("0999") == "must be a whole number from 1 to 512, not \"0999\"");
    BOOST_TEST(of_decimal("02.5").ends_with("did you mean 2.5?"));
    BOOST_TEST(of_decimal("00.5").ends_with("did you mean 0.5?"));
}

BOOST_AUTO_TEST_CASE(decimal_numbers_may_have_a_point) {
    for (auto const* const good : {"0", "0.5", "25", "2.50", "100000", "100000.0", "0.0"})
        BOOST_TEST_CONTEXT(good) BOOST_TEST(of_decimal(good) == "");
    for (auto const* const bad : {"", ".5", "5.", "1e5", "1e+05", "nan", "inf", "infinity", "-1", "-0", "+1",
                                  "0x1p3", "1.2.3", "1,5", "100000.1", "100001", "."})
        BOOST_TEST_CONTEXT(bad)
    BOOST_TEST(of_decimal(bad).starts_with("must be a number from 0 to 100000, not \""));
}

BOOST_AUTO_TEST_CASE(the_largest_bounds_hold) {
    number_range const any{0, UINT64_MAX};
    BOOST_TEST(of_whole("18446744073709551615", any) == "");
    BOOST_TEST(of_whole("18446744073709551616", any) != "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
