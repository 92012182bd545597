#include "core/json_maker.hpp"

#include "core/read_json.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <random>
#include <string>

using namespace muster;

namespace {

namespace json = boost::json;

/// What is made of the text, or "nothing".
std::string made(std::string_view text) {
    try {
        core::json_maker maker(text, 8, {});
        maker.make();
        return json::serialize(maker.release());
    } catch (core::json_maker::not_json const&) {
        return "nothing";
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_maker)

BOOST_AUTO_TEST_CASE(values_are_what_read_json_makes_of_them) {
    for (std::string const text : {"null",
                                   "true",
                                   "false",
                                   "0",
                                   "-0",
                                   "-0.0",
                                   "7",
                                   "-12",
                                   "9223372036854775807",
                                   "9223372036854775808",
                                   "18446744073709551615",
                                   "18446744073709551616",
                                   "-9223372036854775808",
                                   "-9223372036854775809",
                                   "1.5",
                                   "9.462299999999999",
                                   "1e5",
                                   "1E-400",
                                   "4.9e-324",
                                   R"("")",
                                   R"("plain")",
                                   R"("\u00e9\ud83d\ude00\n")",
                                   "\"caf\xc3\xa9\"",
                                   "{}",
                                   "[]",
                                   R"([1,[2,{"a":[]}],{"b":{"c":null}}])",
                                   R"({"a":1,"b":2,"a":3})",
                                   R"({"a":{"b":1},"a":{"c":2}})",
                                   R"({"\u0061\"":{"\n":1}})",
                                   R"( { "a" : [ 1 , 2 ] } )"}) {
        auto const expected = core::read_json(text);
        BOOST_TEST(made(text) == json::serialize(expected), text);
        core::json_maker maker(text, 8, {});
        maker.make();
        BOOST_TEST(maker.release() == expected, text);
    }
}

BOOST_AUTO_TEST_CASE(any_number_is_the_one_that_read_json_makes) {
    std::mt19937_64 random(3);
    for (int i = 0; i < 50'000; ++i) {
        auto const bits = random();
        auto const number = std::bit_cast<double>(bits);
        auto const text = i % 3 == 0   ? std::to_string(static_cast<std::int64_t>(bits) >> random() % 64)
                          : i % 3 == 1 ? std::to_string(bits)
                                       : json::serialize(json::value(std::isfinite(number) ? number : 0.5));
        core::json_maker maker(text, 8, {});
        maker.make();
        auto const value = maker.release();
        auto const expected = core::read_json(text);
        BOOST_REQUIRE(value == expected && value.kind() == expected.kind());
    }
}

BOOST_AUTO_TEST_CASE(what_no_double_holds_is_null) {
    BOOST_TEST(made("1e400") == "null");
    BOOST_TEST(made("[-1e400, " + std::string(400, '9') + "]") == "[null,null]");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_refused) {
    for (auto const* const text : {"", "{", "[1", R"({"a"})", R"({"a":})", R"({"a":1,})", "[1,]", "nul",
                                   R"("\q")", R"("\ud83d")", "01", "[[[[[[[[[]]]]]]]]]"})
        BOOST_TEST(made(text) == "nothing", text);
    BOOST_TEST(made("11E-7744073709551615") == "nothing");
    BOOST_TEST(made("[[[[[[[[]]]]]]]]") == "[[[[[[[[]]]]]]]]");
    BOOST_TEST(made("[[[[[[[[]]]]]]],[[[[[[[]]]]]]]]") == "[[[[[[[[]]]]]]],[[[[[[[]]]]]]]]");
}

BOOST_AUTO_TEST_SUITE_END()
