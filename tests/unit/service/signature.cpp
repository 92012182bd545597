#include "service/signature.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(signatures)

using namespace muster::service;

// The example of the Standard Webhooks' own libraries.
BOOST_AUTO_TEST_CASE(a_message_is_signed_as_standard_webhooks_has_it) {
    auto const secret = read_webhook_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    BOOST_REQUIRE(secret.has_value());
    BOOST_TEST(secret->size() == 24U);
    BOOST_TEST(
        webhook_signature(*secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})")
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

BOOST_AUTO_TEST_CASE(a_secret_is_base64) {
    BOOST_TEST(read_webhook_secret("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").has_value());
    BOOST_TEST(read_webhook_secret("whsec_YQ==").value() == "a");
    BOOST_TEST(read_webhook_secret("whsec_YWI=").value() == "ab");
    for (auto const* const text :
         {"", "whsec_", "whsec_a", "whsec_a b=", "whsec_====", "whsec_YQ==\n", "whsec_Y-_="})
        BOOST_TEST(!read_webhook_secret(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()
