#include "core/moment.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(moment)

using namespace std::chrono_literals;
using muster::core::parse_offset;

BOOST_AUTO_TEST_CASE(relative_dates_are_a_sign_a_number_and_hours_days_or_weeks) {
    BOOST_TEST((parse_offset("-30d") == -30 * 24h));
    BOOST_TEST((parse_offset("+7d") == 7 * 24h));
    BOOST_TEST((parse_offset("-12h") == -12h));
    BOOST_TEST((parse_offset("-4w") == -4 * 7 * 24h));
    BOOST_TEST((parse_offset("-0d") == 0h));
    BOOST_TEST((parse_offset("-3650d") == -3650 * 24h));
    BOOST_TEST(parse_offset("-521w").has_value());
    for (auto const* const text :
         {"",      "-",    "+",    "30d",  "-d",   "-30",  "-3m", "-3M",    "-3s",   "-3ms",
          "-1y",   "--3d", "- 3d", "-3 d", "-3dd", "-3wd", "-3D", "-3651d", "-522w", "-99999999999999w",
          "-1.5d", "-3d "})
        BOOST_TEST(!parse_offset(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
