#include "core/digest.hpp"

#include "core/random_hex.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

BOOST_AUTO_TEST_SUITE(hashes)

using namespace muster::core;
using namespace std::string_literals;

// The values are FIPS 180-2's own examples.
BOOST_AUTO_TEST_CASE(sha256_is_the_standard_one) {
    BOOST_TEST(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(sha256("\0"s) != sha256(""));
}

BOOST_AUTO_TEST_CASE(a_digest_of_pieces_is_that_of_the_whole_and_the_next_begins_afresh) {
    sha256_stream sum;
    for (int times = 0; times < 2; ++times) {
        sum.update("a");
        sum.update("");
        sum.update("bc");
        BOOST_TEST(sum.finish_hex() == sha256("abc"));
        BOOST_TEST(sum.finish_hex() == sha256(""));
    }
    BOOST_TEST(sum.finish()[0] == 0xe3);
}

BOOST_AUTO_TEST_CASE(a_fingerprint_is_the_hash_begun) {
    BOOST_TEST(fingerprint("abc") == "ba7816bf8f01cfea");
    BOOST_TEST(fingerprint("abd") != fingerprint("abc"));
}

BOOST_AUTO_TEST_CASE(secrets_are_the_same_or_not) {
    BOOST_TEST(same_secret("", ""));
    BOOST_TEST(same_secret("abc", "abc"));
    for (std::string const other : {"", "ab", "abd", "abcd", "Abc"})
        BOOST_TEST(!same_secret("abc", other), other);
    BOOST_TEST(random_hex(32).size() == 64U);
    BOOST_TEST(random_hex(32) != random_hex(32));
    BOOST_TEST(random_hex(8).find_first_not_of("0123456789abcdef") == std::string::npos);
}

// RFC 4231, test case 2.
BOOST_AUTO_TEST_CASE(hmac_is_the_standard_one) {
    auto const sum = hmac_sha256("Jefe", "what do ya want for nothing?");
    BOOST_TEST(to_base64(sum) == "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=");
}

// RFC 4648, section 10.
BOOST_AUTO_TEST_CASE(base64_goes_there_and_back) {
    for (auto const& [bytes, coded] : {std::pair{"", ""},
                                       {"f", "Zg=="},
                                       {"fo", "Zm8="},
                                       {"foo", "Zm9v"},
                                       {"foob", "Zm9vYg=="},
                                       {"fooba", "Zm9vYmE="},
                                       {"foobar", "Zm9vYmFy"}}) {
        BOOST_TEST(to_base64(bytes) == coded);
        BOOST_TEST(from_base64(coded).value() == bytes);
    }
    for (auto const* const none : {"Z", "Zg", "Zg=", "Zg==\n", " Zg==", "Zh==", "====", "Zm9v=", "Z-8="})
        BOOST_TEST(!from_base64(none).has_value(), none);
}

BOOST_AUTO_TEST_SUITE_END()
