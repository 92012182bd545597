#include "filter/operand.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(operands)

using muster::filter::operand;

namespace {

bool equal(std::string_view operand_text, std::string_view value) {
    return operand(boost::json::parse(operand_text), false).equals(boost::json::parse(value));
}

/// Where the value stands beside the operand.
char order(std::string_view value, std::string_view operand_text) {
    auto const result = operand(boost::json::parse(operand_text), false).order(boost::json::parse(value));
    if (result < 0) return '<';
    if (result > 0) return '>';
    return result == 0 ? '=' : '?';
}

} // namespace

BOOST_AUTO_TEST_CASE(values_of_two_types_are_never_equal_nor_ordered) {
    std::vector<std::string_view> const scalars{"null",     "true",           "1",   "\"1\"",
                                                "\"true\"", "\"2026-01-31\"", "\"\""};
    for (std::size_t i = 0; i < scalars.size(); ++i) {
        for (std::size_t j = 0; j < scalars.size(); ++j) {
            BOOST_TEST(equal(scalars[i], scalars[j]) == (i == j), scalars[i] << " and " << scalars[j]);
        }
        for (auto const* const structure : {"[]", "{}", "[1]"}) {
            BOOST_TEST(!equal(scalars[i], structure));
            BOOST_TEST(order(structure, scalars[i]) == '?');
        }
    }
    BOOST_TEST(!equal("true", "false"));
    BOOST_TEST(!equal("0", "false"));
    BOOST_TEST(order("\"1\"", "1") == '?');
    BOOST_TEST(order("1", "\"1\"") == '?');
    BOOST_TEST(order("true", "true") == '?');
    BOOST_TEST(order("null", "null") == '?');
}

BOOST_AUTO_TEST_CASE(strings_are_ordered_byte_by_byte) {
    BOOST_TEST(order("\"a\"", "\"b\"") == '<');
    BOOST_TEST(order("\"b\"", "\"a\"") == '>');
    BOOST_TEST(order("\"a\"", "\"a\"") == '=');
    BOOST_TEST(order("\"Z\"", "\"a\"") == '<');
    BOOST_TEST(order("\"a\"", "\"aa\"") == '<');
    BOOST_TEST(order("\"\xC3\xBC\"", "\"z\"") == '>'); // as unsigned bytes
    BOOST_TEST(order("\"10\"", "\"9\"") == '<');
}

BOOST_AUTO_TEST_CASE(dates_are_compared_as_instants) {
    BOOST_TEST(equal(R"("2026-01-31")", R"("2026-01-31T00:00:00.000Z")"));
    BOOST_TEST(equal(R"("2026-01-31T10:00:00Z")", R"("2026-01-31T12:00:00+02:00")"));
    BOOST_TEST(!equal(R"("2026-01-31T10:00:00Z")", R"("2026-01-31T10:00:00+02:00")"));
    BOOST_TEST(order(R"("2026-01-31T23:30:00-02:00")", R"("2026-02-01")") == '>');
    BOOST_TEST(order(R"("2026-02-01T00:30:00+02:00")", R"("2026-02-01")") == '<');
    BOOST_TEST(order(R"("2026-02-01T00:00Z")", R"("2026-02-01")") == '=');
}

BOOST_AUTO_TEST_CASE(a_string_that_is_no_date_stands_nowhere_beside_a_date) {
    for (auto const* const value :
         {"\"\"", "\"never\"", "\"0001-01-01T00:00:00Z\"", "\"2026-01\"", "\"a\""}) {
        BOOST_TEST(order(value, R"("2026-01-31")") == '?', value);
        BOOST_TEST(!equal(R"("2026-01-31")", value));
    }
    // The other way round the operand is a plain string, and a date is one too.
    BOOST_TEST(order(R"("2026-01-31")", R"("3")") == '<');
}

BOOST_AUTO_TEST_CASE(case_is_disregarded_in_strings_only_where_asked) {
    operand const n(boost::json::parse("\"M\xC3\x9Cller\""), true);
    BOOST_TEST(n.equals(boost::json::parse("\"m\xC3\xBCLLER\"")));
    BOOST_TEST(!n.equals(boost::json::parse("\"m\xC3\xBCLLER2\"")));
    BOOST_TEST(!equal("\"Germany\"", "\"germany\""));
    operand const date(boost::json::parse("\"2026-01-31T00:00Z\""), true);
    BOOST_TEST(date.equals(boost::json::parse("\"2026-01-31\"")));
}

BOOST_AUTO_TEST_SUITE_END()
