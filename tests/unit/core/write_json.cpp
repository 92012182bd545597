#include "core/write_json.hpp"

#include "core/read_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <limits>

BOOST_AUTO_TEST_SUITE(write_json)

using namespace muster;
namespace json = boost::json;

namespace {

std::string written(json::value const& v) {
    std::string text;
    core::write_json(text, v);
    return text;
}

} // namespace

BOOST_AUTO_TEST_CASE(values_as_they_stand_in_a_text) {
    for (auto const* const text : {"null", "true", "false", "0", "-12", "18446744073709551615", "0.5", "0.1",
                                   "1e+22", "9.462299999999999", R"("")", R"("a")",
                                   R"("\"\\\n\r\t\b\f\u0001\u001f")", "\"\xC3\xA4\xE2\x82\xAC/\x7F\"", "[]",
                                   "{}", R"([1,[],{"a":null},"b"])", R"({"b":1,"a":{"\"":[true]}})"}) {
        boost::system::error_code error;
        auto const value = core::read_json(text, error);
        BOOST_TEST(!error);
        BOOST_TEST(written(value) == text);
    }
}

BOOST_AUTO_TEST_CASE(numbers_as_people_write_them) {
    for (auto const& [d, text] : std::initializer_list<std::pair<double, char const*>>{
             {1e5, "100000"},
             {-2.5e20, "-250000000000000000000"},
             {1e21, "1e+21"},
             {123456789012345680000.0, "123456789012345680000"},
             {-98765432109876540.0, "-98765432109876540"},
             {9007199254740994.0, "9007199254740994"},
             {-9007199254740992.0, "-9007199254740992"},
             {1e-5, "0.00001"},
             {-0.00012, "-0.00012"},
             {1e-6, "0.000001"},
             {1e-7, "1e-07"},
             {0.0, "0"}})
        BOOST_TEST(written(json::value(d)) == text);
}

BOOST_AUTO_TEST_CASE(every_number_reads_back_as_the_same) {
    std::uint64_t state = 1;
    for (int i = 0; i < 20000; ++i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        auto const exponent = static_cast<int>(state >> 58U) - 32;
        auto const d = std::ldexp(static_cast<double>(state & 0xFFFFFFFFFFFFFU), exponent);
        boost::system::error_code error;
        auto const back = core::read_json(written(d), error);
        BOOST_TEST_REQUIRE(!error);
        BOOST_TEST_REQUIRE(back.to_number<double>() == d);
    }
}

BOOST_AUTO_TEST_CASE(what_json_has_no_number_for) {
    BOOST_TEST(written(std::numeric_limits<double>::infinity()) == "null");
    BOOST_TEST(written(std::numeric_limits<double>::quiet_NaN()) == "null");
}

BOOST_AUTO_TEST_SUITE_END()
