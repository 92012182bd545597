#include "filter/number.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(numbers)

using namespace muster::filter;

namespace {

char order(std::string_view a, std::string_view b) {
    auto const result = compare(*as_number(boost::json::parse(a)), *as_number(boost::json::parse(b)));
    if (result < 0) return '<';
    if (result > 0) return '>';
    return result == 0 ? '=' : '?';
}

} // namespace

BOOST_AUTO_TEST_CASE(numbers_are_ordered_by_their_exact_values) {
    // In ascending order; the parser keeps them as int64, uint64 and double in turn.
    std::vector<std::string_view> const ascending{
        "-1e300",
        "-9223372036854777856.0", // the double below -2^63
        "-9223372036854775808",
        "-9223372036854775807",
        "-9007199254740993",
        "-9007199254740992.0",
        "-1.5",
        "-1",
        "-0.5",
        "0",
        "0.5",
        "1",
        "1.0000000000000002",
        "9007199254740992.0",
        "9007199254740993",
        "9007199254740994.0",
        "9223372036854775807",
        "9223372036854775808",
        "9223372036854775809",
        "9223372036854777856.0",
        "18446744073709551615",
        "18446744073709551616.0",
        "1e300",
    };
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            char const expected = i < j ? '<' : i > j ? '>' : '=';
            if (order(ascending[i], ascending[j]) != expected)
                BOOST_ERROR(ascending[i] << " and " << ascending[j]);
        }
    }
    BOOST_TEST(ascending.size() == 23U);
}

BOOST_AUTO_TEST_CASE(the_form_of_a_number_makes_no_difference) {
    BOOST_TEST(order("1", "1.0") == '=');
    BOOST_TEST(order("1e3", "1000") == '=');
    BOOST_TEST(order("0", "-0.0") == '=');
    BOOST_TEST(order("-9223372036854775808", "-9223372036854775808.0") == '=');
    BOOST_TEST(order("9223372036854775808", "9223372036854775808.0") == '=');
    BOOST_TEST((compare(std::int64_t{5}, std::uint64_t{5}) == 0));
    BOOST_TEST((compare(std::uint64_t{5}, -0.0) > 0));
    BOOST_TEST((compare(std::uint64_t{0}, -0.5) > 0));
    BOOST_TEST((compare(std::int64_t{-1}, std::uint64_t{18446744073709551615U}) < 0));
}

BOOST_AUTO_TEST_CASE(what_is_no_number_gives_none) {
    for (auto const* const text : {"null", "true", "\"1\"", "[1]", "{}"}) {
        BOOST_TEST(!as_number(boost::json::parse(text)).has_value(), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
