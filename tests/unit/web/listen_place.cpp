#include "web/listen_place.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace muster::web {

BOOST_AUTO_TEST_SUITE(web_listen_place)

BOOST_AUTO_TEST_CASE(places_are_read) {
    auto const usual = read_listen_place("127.0.0.1:8080").value();
    BOOST_TEST((usual.address == "127.0.0.1" && usual.port == 8080 && usual.loopback));
    BOOST_TEST(usual.text() == "127.0.0.1:8080");
    BOOST_TEST(read_listen_place("localhost:0").value().text() == "127.0.0.1:0");
    BOOST_TEST(read_listen_place("[::1]:1").value().text() == "[::1]:1");
    BOOST_TEST(read_listen_place("[::1]:1").value().loopback);
    for (std::string const open : {"0.0.0.0:80", "192.168.0.1:80", "[::]:80", "[fe80::1]:80", "128.0.0.1:1"})
        BOOST_TEST(!read_listen_place(open).value().loopback, open);
}

BOOST_AUTO_TEST_CASE(what_is_none_is_refused) {
    for (std::string const bad :
         {"", ":", "127.0.0.1", "127.0.0.1:", ":8080", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:8080x",
          "::1:80", "[127.0.0.1]:80", "[localhost]:80", "example.com:80", "127.1:80", "127.0.0.1 :80",
          "[::1]80", "127.0.0.1:+1"})
        BOOST_TEST(!read_listen_place(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(a_host_is_one_of_few) {
    auto const hosts =
        hosts_of(read_listen_place("127.0.0.1:8080").value(), {"Muster.Example", "other:9000"});
    std::vector<std::string> const expected{"127.0.0.1:8080", "localhost:8080", "muster.example",
                                            "muster.example:8080", "other:9000"};
    BOOST_TEST(hosts == expected, boost::test_tools::per_element());
    auto const usual = hosts_of(read_listen_place("[::1]:80").value(), {});
    for (std::string const host : {"[::1]:80", "[::1]", "localhost", "localhost:80"})
        BOOST_TEST((std::find(usual.begin(), usual.end(), host) != usual.end()), host);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::web
