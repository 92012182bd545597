#include "cli/shown.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(shown_text)

using namespace muster::cli;
namespace json = boost::json;

BOOST_AUTO_TEST_CASE(lines_stay_and_hold_nothing_that_drives_a_terminal) {
    BOOST_TEST(shown("") == "");
    BOOST_TEST(shown("a\nb\n") == "a\nb\n");
    BOOST_TEST(shown("\n\na") == "\n\na");
    BOOST_TEST(shown("\x1b[2Ja\r\nb\u202E\n") == "?[2Ja \nb?\n");
    BOOST_TEST(shown("key sk_live_abcDEF12345\nb") == "key [redacted]\nb");
}

BOOST_AUTO_TEST_CASE(json_stays_the_same_json) {
    std::string const odd = "a\x7f\u009b31m\u202Eb\u2028\u2066 \u00fc \x1b\n";
    auto const text = json::serialize(json::object{{odd, odd}});
    auto const safe = shown_json(text);
    BOOST_TEST(safe.find("\\u202e") != std::string::npos);
    BOOST_TEST(safe.find("\\u009b") != std::string::npos);
    BOOST_TEST(safe.find("\u00fc") != std::string::npos);
    for (auto const* const bad : {"\x1b", "\x7f", "\u009b", "\u202E", "\u2028", "\u2066", "\n"})
        BOOST_TEST(safe.find(bad) == std::string::npos);
    BOOST_TEST((json::parse(safe) == json::parse(text)));
}

BOOST_AUTO_TEST_CASE(a_secret_that_was_asked_for_stays_and_drives_no_terminal_either) {
    auto const text = json::serialize(json::object{{"secret", "sk_live_abcDEF12345\u202E\x7f"}});
    auto const safe = shown_json_with_secrets(text);
    BOOST_TEST(safe == R"({"secret":"sk_live_abcDEF12345\u202e\u007f"})");
    BOOST_TEST(shown_json(text).find("abcDEF") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(json_that_is_indented_stays_so) {
    BOOST_TEST(shown_json("{\n  \"a\": 1\n}\n") == "{\n  \"a\": 1\n}\n");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_do_not_get_through) {
    BOOST_TEST(shown_json("\"\x9b\xff\"") == "\"??\"");
}

BOOST_AUTO_TEST_SUITE_END()
