#include "core/read_json.hpp"

#include <boost/json/error.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <random>
#include <string>

using namespace muster;

namespace {

namespace json = boost::json;

/// The value as it would be written, or what is wrong.
std::string read(std::string_view text) {
    boost::system::error_code error;
    auto const value = core::read_json(text, error);
    return error ? error.message() : json::serialize(value);
}

} // namespace

BOOST_AUTO_TEST_SUITE(read_json)

BOOST_AUTO_TEST_CASE(values_are_what_they_are) {
    BOOST_TEST(
        read(R"( {"a": [1, -2, 18446744073709551615, true, null, "A\n\ud83d\ude00"], "é\"": {}} )")
        == "{\"a\":[1,-2,18446744073709551615,true,null,\"A\\n\xF0\x9F\x98\x80\"],\"\xC3\xA9\\\"\":{}}");
    BOOST_TEST(read("0.5") == "5E-1");
}

BOOST_AUTO_TEST_CASE(a_number_is_the_nearest_double) {
    for (std::string const text :
         {"9.462299999999999", "0.1", "123456789.12345679", "2.2250738585072014e-308", "4.9e-324",
          "1.7976931348623157e308", "-9007199254740993.5", "8.41e21"}) {
        boost::system::error_code error;
        auto const value = core::read_json("[" + text + "]", error);
        BOOST_TEST(value.at(0).get_double() == std::strtod(text.c_str(), nullptr), text);
    }
}

BOOST_AUTO_TEST_CASE(any_double_comes_back) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 100'000; ++i) {
        auto const number = std::bit_cast<double>(random());
        if (!std::isfinite(number)) continue;
        std::array<char, 64> text{};
        auto const end =
            std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::scientific);
        boost::system::error_code error;
        auto const value = core::read_json({text.data(), end.ptr}, error);
        BOOST_REQUIRE(!error);
        BOOST_REQUIRE_EQUAL(value.get_double(), number);
        BOOST_REQUIRE_EQUAL(core::read_json(json::serialize(value), error).get_double(), number);
    }
}

BOOST_AUTO_TEST_CASE(what_no_double_holds_is_infinite) {
    boost::system::error_code error;
    BOOST_TEST(std::isinf(core::read_json("1e400", error).get_double()));
    BOOST_TEST(std::isinf(core::read_json(std::string(400, '9'), error).get_double()));
    BOOST_TEST(core::read_json("1e-400", error).get_double() == 0.0);
    BOOST_TEST(!error);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_has_a_place) {
    boost::system::error_code error;
    std::size_t end = 0;
    core::read_json(R"({"a": 1)", error, {}, {}, &end);
    BOOST_TEST(error == json::error::incomplete);
    BOOST_TEST(end == 7U);
    core::read_json(R"({"a": 1} x)", error, {}, {}, &end);
    BOOST_TEST(error == json::error::extra_data);
    BOOST_TEST(end == 9U);
    core::read_json(" 1 ", error, {}, {}, &end);
    BOOST_TEST(!error);
    BOOST_TEST(end == 3U);
    json::parse_options flat;
    flat.max_depth = 1;
    core::read_json("[[]]", error, {}, flat);
    BOOST_TEST(error == json::error::too_deep);
}

BOOST_AUTO_TEST_SUITE_END()
