#include "launch/connection.hpp"

#include "desk.hpp"
#include "spec/provider_block.hpp"

namespace muster::launch {

using namespace std::chrono_literals;

BOOST_FIXTURE_TEST_SUITE(launch_connection, tests::desk)

BOOST_AUTO_TEST_CASE(a_client_is_told_what_spec_and_platform_say) {
    auto spec = a_spec();
    spec.at = {"http://127.0.0.1:8080", {}, "ca.pem", 1s, 2s, 3};
    auto const o = client_options_for(spec.platform->about(), spec.at, "the-key");
    BOOST_TEST(o.base_url == "http://127.0.0.1:8080");
    BOOST_TEST(o.secret_header == spec.platform->about().key_header);
    BOOST_TEST(o.secret_value == spec.platform->about().key_prefix + "the-key");
    BOOST_TEST(o.ca_file == "ca.pem");
    BOOST_TEST((o.connect_timeout == 1s));
    BOOST_TEST((o.request_timeout == 2s));
    BOOST_TEST(o.reply_limit == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
