#include "core/utf8.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(utf8)

using namespace muster::core;

BOOST_AUTO_TEST_CASE(every_code_point_comes_back) {
    unsigned long seen = 0;
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string text;
        append_utf8(text, c);
        auto const length = text.size();
        text += 'x';
        auto const back = first_code_point(text);
        if (back.value != c || back.length != length) BOOST_ERROR("code point " << static_cast<unsigned>(c));
        ++seen;
    }
    BOOST_TEST(seen == 0x110000U - 0x800U);
}

BOOST_AUTO_TEST_CASE(what_is_not_well_formed_has_no_length) {
    for (std::string_view const text : {
             "", "\x80", "\xBF", "\xC3", "\xC3x", "\xE2\x82", "\xE2\x82x", "\xF0\x9F\x98", "\xFF",
             "\xF8\x88\x80\x80\x80",
             "\xC0\x80",         // overlong NUL
             "\xC1\xBF",         // overlong DEL
             "\xE0\x9F\xBF",     // overlong U+07FF
             "\xF0\x8F\xBF\xBF", // overlong U+FFFF
             "\xED\xA0\x80",     // a surrogate
             "\xED\xBF\xBF",     // the last surrogate
             "\xF4\x90\x80\x80", // above U+10FFFF
         }) {
        BOOST_TEST(first_code_point(text).length == 0U);
    }
}

BOOST_AUTO_TEST_SUITE_END()
