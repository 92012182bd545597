#include "core/printable.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(printable_text)

using namespace muster::core;
using namespace std::string_literals;

BOOST_AUTO_TEST_CASE(words_of_every_script_stay) {
    for (auto const* const text :
         {"", "plain ~ text", "M\xC3\xBCller", "\xE6\x97\xA5\xE6\x9C\xAC", "\xF0\x9F\x98\x80"}) {
        BOOST_TEST(printable(text) == text);
    }
}

BOOST_AUTO_TEST_CASE(what_drives_a_terminal_does_not_get_through) {
    BOOST_TEST(printable("\x1B[31mred\x1B[0m") == "?[31mred?[0m");
    BOOST_TEST(printable("a\x07\x08\x7F\tb") == "a????b");
    BOOST_TEST(printable("\0"s) == "?");
    BOOST_TEST(printable("a\nb\r\nc") == "a b  c");
    BOOST_TEST(printable("\xC2\x9B"
                         "31m")
               == "?31m"); // C1's own CSI
    BOOST_TEST(printable("\xC2\x80\xC2\x9F\xC2\xA0") == "??\xC2\xA0");
}

BOOST_AUTO_TEST_CASE(what_turns_the_direction_of_writing_does_not_get_through) {
    BOOST_TEST(printable("a\u202Etxt.exe\u202C") == "a?txt.exe?");
    BOOST_TEST(printable("\u202A\u2066\u2069\u200E\u200F\u061C") == "??????");
    BOOST_TEST(printable("\u2029\u2028a") == "  a"); // line ends that are no control characters
    BOOST_TEST(printable("\u200D\u2030\u2065") == "\u200D\u2030\u2065");
}

BOOST_AUTO_TEST_CASE(each_byte_that_is_no_utf8_becomes_a_question_mark) {
    BOOST_TEST(printable("\xFF") == "?");
    BOOST_TEST(printable("a\xC3") == "a?");
    BOOST_TEST(printable("\xE2\x82z") == "??z");
    BOOST_TEST(printable("\xED\xA0\x80") == "???");
}

BOOST_AUTO_TEST_CASE(a_quoted_text_is_redacted_cut_and_printable) {
    BOOST_TEST(quoted("country") == "\"country\"");
    BOOST_TEST(quoted("a\x1B") == "\"a?\"");
    BOOST_TEST(quoted("sk_live_abcDEF123") == "\"[redacted]\"");
    BOOST_TEST(quoted(std::string(60, 'a')) == '"' + std::string(60, 'a') + '"');
    BOOST_TEST(quoted(std::string(61, 'a')) == '"' + std::string(60, 'a') + "...\"");
    BOOST_TEST(quoted(std::string(50, '.') + "sk_live_abcDEF12345")
               == '"' + std::string(50, '.') + "[redacted]\"");
    BOOST_TEST(quoted(std::string(59, 'a') + "\xC3\xBC") == '"' + std::string(59, 'a') + "?...\"");
}

BOOST_AUTO_TEST_SUITE_END()
