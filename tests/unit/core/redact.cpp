#include "core/redact.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(redaction)

using namespace muster::core;
using namespace std::string_literals;

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
