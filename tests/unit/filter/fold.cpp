#include "filter/fold.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(folding)

using muster::filter::fold;
using muster::filter::folded;

namespace {

/// Checks that each letter of `upper` folds to the one of `lower` at the same place, and that one to itself.
void check_letters(std::u32string_view upper, std::u32string_view lower) {
    BOOST_REQUIRE(upper.size() == lower.size());
    for (std::size_t i = 0; i < upper.size(); ++i) {
        BOOST_TEST(static_cast<unsigned>(fold(upper[i])) == static_cast<unsigned>(lower[i]));
        BOOST_TEST(static_cast<unsigned>(fold(lower[i])) == static_cast<unsigned>(lower[i]));
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(letters_of_each_script_fold_to_lower_case) {
    check_letters(U"ABCMXYZ", U"abcmxyz");
    check_letters(U"ÀÁÄÅÆÇÈÉÊËÍÑÓÖØÚÜÝÞ", U"àáäåæçèéêëíñóöøúüýþ");
    check_letters(U"ĀĂĄĆČĎĐĒĘĚĞĢĪĶĹĽŁŃŇŊŐŒŘŚŠŢŤŪŮŰŲŴŶŸŹŻŽ", U"āăąćčďđēęěğģīķĺľłńňŋőœřśšţťūůűųŵŷÿźżž");
    check_letters(U"ȘȚǍǸẸỲẀƠƯƏ", U"șțǎǹẹỳẁơưə");
    check_letters(U"ΑΒΓΔΩΣΆΈΉΊΌΎΏΪΫϏ", U"αβγδωσάέήίόύώϊϋϗ");
    check_letters(U"АБВЯЁЂЇЏҐӀӁӐԮ", U"абвяёђїџґӏӂӑԯ");
}

BOOST_AUTO_TEST_CASE(variants_of_a_letter_fold_together) {
    BOOST_TEST((fold(U'ς') == U'σ'));
    BOOST_TEST((fold(U'ẞ') == U'ß'));
    BOOST_TEST((fold(U'ſ') == U's'));
    BOOST_TEST((fold(U'µ') == U'μ')); // the micro sign and the Greek letter
    BOOST_TEST((fold(U'ϐ') == U'β'));
}

BOOST_AUTO_TEST_CASE(what_has_no_case_stays) {
    for (char32_t const c : std::u32string_view(U"\0@[`{09 ×÷ßıİĸŉ日\U0001F600٣", 19)) {
        BOOST_TEST(static_cast<unsigned>(fold(c)) == static_cast<unsigned>(c));
    }
    BOOST_TEST((fold(0x10FFFF) == 0x10FFFF));
}

BOOST_AUTO_TEST_CASE(folding_twice_changes_nothing) {
    for (char32_t c = 0; c < 0x3000; ++c) {
        if (fold(fold(c)) != fold(c)) BOOST_ERROR("code point " << static_cast<unsigned>(c));
    }
}

BOOST_AUTO_TEST_CASE(a_text_is_folded_code_point_by_code_point) {
    BOOST_TEST((folded("") == U""));
    BOOST_TEST((folded("M\xC3\x9CLLER") == U"müller"));
    BOOST_TEST((folded("\xF0\x9F\x98\x80") == U"\U0001F600"));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_utf8_equal_only_themselves) {
    BOOST_TEST((folded("\xC3") == folded("\xC3")));
    BOOST_TEST((folded("\xC3") != folded("\xE3")));
    BOOST_TEST((folded("\xC3") != folded("\xC3\x83")));
    BOOST_TEST((folded("\xFF") == std::u32string{0x110000 + 0xFF}));
}

BOOST_AUTO_TEST_SUITE_END()
