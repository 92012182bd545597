#include "core/digest.hpp"

#include <boost/test/unit_test.hpp>

using namespace muster::core;
using namespace std::string_literals;

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
