#include "filter/needle.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(needles)

using muster::filter::needle;
using namespace std::string_literals;

namespace {

/// What holds of `text` beside the needle: = equals, ^ begins, $ ends, * is in.
std::string relations(needle const& n, std::string_view text) {
    std::string all;
    if (n.equals(text)) all += '=';
    if (n.begins(text)) all += '^';
    if (n.ends(text)) all += '$';
    if (n.is_in(text)) all += '*';
    return all;
}

} // namespace

BOOST_AUTO_TEST_CASE(bytes_are_compared_exactly_when_case_counts) {
    needle const n("ab", false);
    BOOST_TEST(relations(n, "ab") == "=^$*");
    BOOST_TEST(relations(n, "abc") == "^*");
    BOOST_TEST(relations(n, "cab") == "$*");
    BOOST_TEST(relations(n, "cabc") == "*");
    BOOST_TEST(relations(n, "abab") == "^$*");
    BOOST_TEST(relations(n, "Ab") == "");
    BOOST_TEST(relations(n, "a") == "");
    BOOST_TEST(relations(n, "") == "");
    BOOST_TEST(relations(n, "a\0b"s) == "");
}

BOOST_AUTO_TEST_CASE(case_is_disregarded_when_asked) {
    needle const n("aB", true);
    BOOST_TEST(relations(n, "Ab") == "=^$*");
    BOOST_TEST(relations(n, "ABC") == "^*");
    BOOST_TEST(relations(n, "cAB") == "$*");
    BOOST_TEST(relations(n, "xaaBx") == "*");
    BOOST_TEST(relations(n, "aab") == "$*");
    BOOST_TEST(relations(n, "A") == "");
    BOOST_TEST(relations(n, "") == "");
    BOOST_TEST(relations(n, "axb") == "");
}

BOOST_AUTO_TEST_CASE(letters_of_several_bytes_fold_even_to_another_length) {
    needle const n("stra\xC3\x9F"
                   "e",
                   true); // straße
    BOOST_TEST(relations(n, "STRA\xE1\xBA\x9E"
                            "E")
               == "=^$*"); // with the capital ß of three bytes
    BOOST_TEST(relations(n, "die STRA\xE1\xBA\x9E"
                            "E")
               == "$*");
    BOOST_TEST(relations(n, "STRASSE") == "");
    BOOST_TEST(relations(needle("\xCE\xA3", true), "\xCF\x82") == "=^$*"); // Σ and ς
}

BOOST_AUTO_TEST_CASE(an_empty_text_is_in_every_text) {
    for (bool const insensitive : {false, true}) {
        needle const n("", insensitive);
        BOOST_TEST(relations(n, "") == "=^$*");
        BOOST_TEST(relations(n, "a") == "^$*");
    }
}

BOOST_AUTO_TEST_CASE(damaged_text_is_compared_byte_by_byte) {
    needle const n("a\xFF", true);
    BOOST_TEST(relations(n, "A\xFF") == "=^$*");
    BOOST_TEST(relations(n, "A\xFE") == "");
    BOOST_TEST(relations(n, "\xC3"
                            "A\xFF\xC3")
               == "*");
}

BOOST_AUTO_TEST_SUITE_END()
