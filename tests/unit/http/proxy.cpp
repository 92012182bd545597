#include "http/proxy.hpp"

#include "core/redact.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace muster::http {

BOOST_AUTO_TEST_SUITE(http_proxy)

namespace {

std::string mistake(std::string_view url) {
    try {
        parse_proxy(url);
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "none";
}

} // namespace

BOOST_AUTO_TEST_CASE(addresses_of_proxies) {
    struct {
        std::string_view url, where;
    } const all[] = {{"http://proxy.example.com:3128", "proxy.example.com:3128"},
                     {"http://proxy.example.com:3128/", "proxy.example.com:3128"},
                     {"http://proxy", "proxy:80"},
                     {"proxy:3128", "proxy:3128"},
                     {"10.0.0.1:3128", "10.0.0.1:3128"},
                     {"http://[::1]:3128", "[::1]:3128"}};
    for (auto const& each : all) {
        auto const p = parse_proxy(each.url);
        BOOST_TEST(p.host_and_port() == each.where);
        BOOST_TEST(p.authorization == "");
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_address_of_a_proxy) {
    for (auto const* const bad :
         {"", "http://", "https://proxy:3128", "socks5://proxy:1080", "http://proxy:0", "http://proxy:99999",
          "http://proxy/path", "http://proxy?q", "http://pro xy", "http://a%2fb:3128"})
        BOOST_TEST(mistake(bad) != "none", bad);
    BOOST_TEST(mistake("http://user:secretword@:3128").find("secretword") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(user_and_password_become_a_header_and_are_hidden) {
    auto const p = parse_proxy("http://user:hidden%40word@proxy:3128");
    BOOST_TEST(p.authorization == "Basic dXNlcjpoaWRkZW5Ad29yZA==");
    for (auto const* const secret : {"hidden@word", "hidden%40word", "dXNlcjpoaWRkZW5Ad29yZA=="})
        BOOST_TEST(core::redact(secret) == "[redacted]");
}

BOOST_AUTO_TEST_CASE(exempt_hosts_by_curls_rules) {
    struct {
        std::string_view list, host, port;
        bool exempt;
    } const all[] = {{"", "a.example", "443", false},
                     {"*", "a.example", "443", true},
                     {"example", "a.example", "443", true},
                     {".example", "a.example", "443", true},
                     {".example", "example", "443", true},
                     {"example", "anexample", "443", false},
                     {"a.example", "example", "443", false},
                     {"b, a.EXAMPLE", "A.example", "443", true},
                     {"b a.example", "a.example", "443", true},
                     {"a.example.", "a.example", "443", true},
                     {"a.example", "a.example.", "443", true},
                     {"a.example:443", "a.example", "443", true},
                     {"a.example:444", "a.example", "443", false},
                     {"127.0.0.1", "127.0.0.1", "443", true},
                     {"::1", "::1", "443", true},
                     {"[::1]", "::1", "443", true},
                     {"[::1]:443", "::1", "443", true},
                     {"[::1]:1", "::1", "443", false},
                     {" , ,", "a.example", "443", false},
                     {".", "a.example", "443", false}};
    for (auto const& each : all)
        BOOST_TEST(is_exempt(each.list, each.host, each.port) == each.exempt,
                   each.list << " | " << each.host);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
