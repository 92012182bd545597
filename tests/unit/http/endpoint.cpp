#include "http/endpoint.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace muster::http {

BOOST_AUTO_TEST_SUITE(http_endpoint)

namespace {

struct expected {
    char const* url;
    bool tls;
    char const* host;
    char const* port;
    char const* prefix;
    char const* host_header;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_url_is_taken_apart) {
    for (auto const& e : {
             expected{"https://admin.memberstack.com", true, "admin.memberstack.com", "443", "",
                      "admin.memberstack.com"},
             {"https://a.example/", true, "a.example", "443", "", "a.example"},
             {"https://a.example:443/", true, "a.example", "443", "", "a.example"},
             {"https://a.example:8443/v1/", true, "a.example", "8443", "/v1", "a.example:8443"},
             {"https://a.example:0443", true, "a.example", "443", "", "a.example"},
             {"https://a.example:/x", true, "a.example", "443", "/x", "a.example"},
             {"https://a.example:65535/a/b//", true, "a.example", "65535", "/a/b", "a.example:65535"},
             {"http://127.0.0.1:8080", false, "127.0.0.1", "8080", "", "127.0.0.1:8080"},
             {"http://127.1.2.3/api", false, "127.1.2.3", "80", "/api", "127.1.2.3"},
             {"http://localhost:80", false, "localhost", "80", "", "localhost"},
             {"http://[::1]:9000/x", false, "::1", "9000", "/x", "[::1]:9000"},
             {"https://[2001:db8::7]", true, "2001:db8::7", "443", "", "[2001:db8::7]"},
         }) {
        BOOST_TEST_CONTEXT(e.url) {
            auto const at = parse_endpoint(e.url);
            BOOST_TEST(at.tls == e.tls);
            BOOST_TEST(at.host == e.host);
            BOOST_TEST(at.port == e.port);
            BOOST_TEST(at.prefix == e.prefix);
            BOOST_TEST(at.host_header() == e.host_header);
        }
    }
    BOOST_TEST(parse_endpoint("https://[::1]").host_and_port() == "[::1]:443");
    BOOST_TEST(parse_endpoint("https://a.example").host_and_port() == "a.example:443");
}

BOOST_AUTO_TEST_CASE(plain_http_is_for_loopback_only) {
    for (auto const* const url :
         {"http://example.com", "http://10.0.0.1", "http://[2001:db8::1]", "http://0.0.0.0",
          "http://localhost.example.com", "http://127.1", "http://2130706433"})
        BOOST_CHECK_EXCEPTION(parse_endpoint(url), std::invalid_argument, [](std::invalid_argument const& e) {
            return std::string(e.what()).find("loopback") != std::string::npos;
        });
}

BOOST_AUTO_TEST_CASE(a_name_that_begins_like_an_address_is_not_cut_short) {
    for (auto const* const url :
         {"http://127.0.0.1.evil.com", "http://127.0.0.1evil.com", "http://127.0.0.1.evil.com:80/x",
          "https://127.0.0.1.evil.com", "http://127.0.0.1.evil.com/", "http://127.0.0.1."})
        BOOST_CHECK_THROW(parse_endpoint(url), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_port_that_does_not_exist_is_refused) {
    for (auto const* const url : {"https://a.example:0", "https://a.example:65536", "https://a.example:99999",
                                  "https://a.example:4294967739", "https://a.example:18446744073709551617"})
        BOOST_CHECK_EXCEPTION(parse_endpoint(url), std::invalid_argument, [](std::invalid_argument const& e) {
            return std::string(e.what()).find("65535") != std::string::npos;
        });
    for (auto const* const url : {"https://a.example:x", "https://a.example:-1", "https://a.example:1:2"})
        BOOST_CHECK_THROW(parse_endpoint(url), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_host_holds_nothing_that_a_name_cannot_hold) {
    for (auto const* const url :
         {"https://a.example%2F", "https://a%0D%0AX-Evil:%201/", "https://a%00.example", "https://a%20b",
          "https://m%C3%BCller.example", "https://a@b%40c", "https://a!b"})
        BOOST_TEST_CONTEXT(url) BOOST_CHECK_THROW(parse_endpoint(url), std::invalid_argument);
    BOOST_TEST(parse_endpoint("https://a%2Db_c.example").host == "a-b_c.example");
}

BOOST_AUTO_TEST_CASE(what_is_no_plain_base_url_is_refused) {
    for (auto const* const url :
         {"", "admin.memberstack.com", "ftp://a.example", "https://", "https:///path",
          "https://user@a.example", "https://user:password@a.example", "https://a.example?x=1",
          "https://a.example#x", "https://a b.example", "https://a.example/\r\nX: y", "//a.example", "/path",
          "https://127.0.0.1\\@a.example", "https://[v1.x]"})
        BOOST_TEST_CONTEXT(url) BOOST_CHECK_THROW(parse_endpoint(url), std::invalid_argument);
    BOOST_CHECK_THROW(parse_endpoint(std::string_view("https://a.example/\0x", 20)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
