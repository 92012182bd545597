#include "core/redact.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

using namespace muster::core;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(redaction)

BOOST_AUTO_TEST_CASE(text_without_secrets_stays_as_it_is) {
    for (auto const* const text :
         {"", "sk_", "sk_short", "risk_assessment_category", "disk_is_full_now", "Bearer", "Bearer ",
          "the bearer", "task_20260131_abcdef", "[redacted]", "f\xC3\xBCr"}) {
        BOOST_TEST(redact(text) == text);
    }
    BOOST_TEST(redact("a\0b"s) == "a\0b"s);
}

BOOST_AUTO_TEST_CASE(whatever_looks_like_a_secret_key_is_hidden_whole) {
    BOOST_TEST(redact("sk_live_abcDEF123") == "[redacted]");
    BOOST_TEST(redact("sk_sb_12345678") == "[redacted]");
    BOOST_TEST(redact("sk_12345678") == "[redacted]");
    BOOST_TEST(redact("sk_1234567") == "sk_1234567");
    BOOST_TEST(redact("key=sk_live_abcDEF123, next") == "key=[redacted], next");
    BOOST_TEST(redact("\"sk_live_abc_DEF_123\"") == "\"[redacted]\"");
    BOOST_TEST(redact("sk_live_aaaaaaa sk_live_bbbbbbb") == "[redacted] [redacted]");
    BOOST_TEST(redact(R"(line\nsk_live_abcDEF123)") == R"(line\n[redacted])");
    BOOST_TEST(redact(R"(\u000ask_live_abcDEF123)") == R"(\u000a[redacted])");
    BOOST_TEST(redact("key%3Dsk_live_abcDEF123") == "key%3D[redacted]");
}

BOOST_AUTO_TEST_CASE(a_bearer_token_is_hidden_and_the_word_stays) {
    BOOST_TEST(redact("Authorization: Bearer abc.DEF-123_~+/=") == "Authorization: Bearer [redacted]");
    BOOST_TEST(redact("authorization: bearer abc\r\nnext: 1")
               == "authorization: bearer [redacted]\r\nnext: 1");
    BOOST_TEST(redact("Bearer  two, Bearer three") == "Bearer  [redacted], Bearer [redacted]");
    BOOST_TEST(redact("Bearer sk_live_abcDEF123") == "Bearer [redacted]");
}

BOOST_AUTO_TEST_CASE(a_registered_secret_is_hidden_in_all_its_forms) {
    auto const secret = "pa\"ss\\wo/rd \xC3\xBC%1"s;
    BOOST_TEST(redact("x " + secret + " y") == "x " + secret + " y");
    register_secret(secret);
    register_secret(secret);
    BOOST_TEST(redact("x " + secret + " y" + secret) == "x [redacted] y[redacted]");
    BOOST_TEST(redact(boost::json::serialize(boost::json::string(secret))) == "\"[redacted]\"");
    BOOST_TEST(redact("?k=pa%22ss%5Cwo%2Frd%20%C3%BC%251&x") == "?k=[redacted]&x");
    BOOST_TEST(redact("?k=pa%22ss%5cwo%2frd%20%c3%bc%251&x") == "?k=[redacted]&x");
}

BOOST_AUTO_TEST_CASE(secrets_that_overlap_are_hidden_together) {
    register_secret("abcdefgh");
    register_secret("efghijkl");
    register_secret("cdef");
    BOOST_TEST(redact("<abcdefghijkl>") == "<[redacted]>");
    BOOST_TEST(redact("<abcdefghabcdefgh>") == "<[redacted][redacted]>");
    BOOST_TEST(redact("<xcdefx>") == "<x[redacted]x>");
}

BOOST_AUTO_TEST_CASE(values_too_short_to_be_secrets_are_not_registered) {
    register_secret("");
    register_secret("the");
    BOOST_TEST(redact("the end") == "the end");
    register_secret("1234");
    BOOST_TEST(redact("12345") == "[redacted]5");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(hashes)

// The values are FIPS 180-2's own examples.
BOOST_AUTO_TEST_CASE(sha256_is_the_standard_one) {
    BOOST_TEST(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(sha256("\0"s) != sha256(""));
}

BOOST_AUTO_TEST_CASE(a_fingerprint_is_the_hash_begun) {
    BOOST_TEST(fingerprint("abc") == "ba7816bf8f01cfea");
    BOOST_TEST(fingerprint("abd") != fingerprint("abc"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(printable_text)

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
