#include "core/json_scanner.hpp"

#include "core/read_json.hpp"

#include <boost/test/unit_test.hpp>

#include <random>
#include <string>
#include <vector>

using namespace muster;

namespace {

constexpr std::size_t deep = 8;

/// Whether the text is one value of JSON, as the scanner has it.
bool takes(std::string_view text) {
    core::json_scanner scan(text, deep);
    return scan.take_value() && scan.next() == '\0' && scan.at() == text.size();
}

/// As Boost.JSON has it.
bool is_json(std::string_view text) {
    boost::system::error_code error;
    boost::json::parse_options options;
    options.max_depth = deep;
    core::read_json(text, error, {}, options);
    return !error;
}

void check(std::string const& text) {
    BOOST_TEST_INFO(text);
    BOOST_REQUIRE_EQUAL(takes(text), is_json(text));
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_scanner)

BOOST_AUTO_TEST_CASE(whatever_is_taken_is_json) {
    for (std::string const text : {"",
                                   " ",
                                   "null",
                                   " true ",
                                   "nul",
                                   "nulll",
                                   "truefalse",
                                   "{}",
                                   "[]",
                                   "[ ]",
                                   "{ }",
                                   "[,]",
                                   "[1,]",
                                   "[1 2]",
                                   "{,}",
                                   R"({"a":1,})",
                                   R"({"a" : [ 1 , {"b":null} ] })",
                                   R"({"a"})",
                                   R"({a:1})",
                                   R"({1:1})",
                                   R"({"a":1 "b":2})",
                                   "]",
                                   "}",
                                   "[",
                                   "{",
                                   R"({"a":)",
                                   R"(")",
                                   R"("\)",
                                   R"("\")",
                                   R"("\u)",
                                   R"("\u12)",
                                   R"("\u12")",
                                   R"("\u123g")",
                                   R"("\u00e9\uD83D\ude00")",
                                   R"("\ud83d")",
                                   R"("\ud83dx")",
                                   R"("\ud83d\n")",
                                   R"("\ud83d\u0041")",
                                   R"("\ude00")",
                                   R"("\/\b\f\n\r\t\"\\")",
                                   R"("\x")",
                                   R"("\U0041")",
                                   "\"a\nb\"",
                                   "\"a\x7f\"",
                                   "\"\xc3\xa9\"",
                                   "\"\xc3\"",
                                   "\"\xed\xa0\x80\"",
                                   "\"\xf0\x9f\x98\x80\"",
                                   "\"\xf4\x90\x80\x80\"",
                                   "\"\xc0\x80\"",
                                   "\"\xff\"",
                                   "\"\x80\"",
                                   "0",
                                   "-0",
                                   "-",
                                   "+1",
                                   "01",
                                   "-01",
                                   "1.",
                                   ".5",
                                   "1.5",
                                   "1e",
                                   "1e+",
                                   "1e5",
                                   "1E-5",
                                   "1.5e+05",
                                   "1e400",
                                   "--1",
                                   "1-1",
                                   "0x1",
                                   "Infinity",
                                   "NaN",
                                   "'a'",
                                   "/**/1",
                                   "[1]]",
                                   "\xef\xbb\xbf"
                                   "1",
                                   "[[[[[[[[1]]]]]]]]",
                                   "[[[[[[[[[1]]]]]]]]]",
                                   R"({"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}})",
                                   R"({"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}})",
                                   "[[[[[[[[]]]]]]],[[[[[[[]]]]]]]]"})
        check(text);
    check(std::string("\"a\0b\"", 5));
    check(std::string("1\0", 2));
    check(std::string("\0", 1));
}

BOOST_AUTO_TEST_CASE(exponents_that_boost_json_refuses) {
    for (std::string const text :
         {"11E-7744073709551615", "1e9999999999", "1e2147483648", "-1E+99999999999999999999"}) {
        BOOST_TEST(!is_json(text), text);
        BOOST_TEST(!takes(text), text);
        BOOST_TEST(!takes("[" + text + "]"), text);
    }
    BOOST_TEST(!takes("1e0000001")); // which it does not
    BOOST_TEST(takes("1e000001"));
}

BOOST_AUTO_TEST_CASE(any_short_text_of_marks) {
    std::string_view const marks = "{}[]:,\"\\1-e.0 u";
    // Every text of up to four of them.
    for (std::size_t size = 1; size <= 4; ++size) {
        std::vector<std::size_t> at(size, 0);
        for (bool more = true; more;) {
            std::string text;
            for (auto const i : at) text += marks[i];
            check(text);
            more = false;
            for (auto& i : at) {
                if (++i < marks.size()) {
                    more = true;
                    break;
                }
                i = 0;
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(any_byte_anywhere_in_a_text) {
    std::string const whole =
        R"({"a":[1,-2.5e3,true,null],"longer than eight":"café \u00e9 \"x\" 😀","b":{"c":[{}]}})";
    BOOST_TEST(takes(whole));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (unsigned byte = 0; byte < 256; ++byte) {
            auto changed = whole;
            changed[at] = static_cast<char>(byte);
            check(changed);
        }
        check(whole.substr(0, at));
        check(whole.substr(at));
    }
}

BOOST_AUTO_TEST_CASE(a_string_ends_wherever_it_ends) {
    for (std::size_t before = 0; before < 20; ++before)
        for (unsigned byte = 0; byte < 256; ++byte)
            for (std::size_t behind = 0; behind < 10; ++behind) {
                auto text = std::string(before, 'x');
                text += static_cast<char>(byte);
                text.append(behind, '\x21'); // the byte before the quote
                check('"' + text + '"');
            }
}

BOOST_AUTO_TEST_CASE(what_was_taken) {
    core::json_scanner scan(R"( {"key" : [1, "a\n"] , "b":2})", deep);
    BOOST_TEST(scan.take('{'));
    BOOST_TEST(scan.take_string().value() == "key");
    BOOST_TEST(!scan.take(','));
    BOOST_TEST(scan.take(':'));
    BOOST_TEST(scan.take_value().value() == R"([1, "a\n"])");
    BOOST_TEST(scan.take(','));
    BOOST_TEST(scan.take_string().value() == "b");
    BOOST_TEST(scan.take(':'));
    BOOST_TEST(scan.take_value().value() == "2");
    BOOST_TEST(scan.take('}'));
    BOOST_TEST(scan.next() == '\0');
    BOOST_TEST(!scan.take('\0'));
}

BOOST_AUTO_TEST_SUITE_END()
