#include "spec/provider_block.hpp"

#include "provider/registry.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(provider_block)

using namespace muster;
using namespace std::chrono_literals;
using spec::test::mistakes_of;
using spec::test::mistakes_with;
using spec::test::text_with;

namespace {

spec::spec read_good(std::string const& in_provider) {
    auto r = spec::read(text_with("", in_provider), {});
    BOOST_REQUIRE_MESSAGE(r.value.has_value(), spec::format("f", r.mistakes));
    return std::move(*r.value);
}

std::string with_provider(std::string const& provider) {
    return R"({"name": "n", "operation": {"addPlan": {"planId": "p"}}, "provider": )" + provider + '}';
}

std::string with_key(std::string const& key) {
    return with_provider(R"({"kind": "memberstack", "key": )" + key + '}');
}

} // namespace

BOOST_AUTO_TEST_CASE(what_is_not_given_has_its_default) {
    auto const s = read_good("");
    BOOST_TEST(s.at.base_url == "https://admin.memberstack.com");
    BOOST_TEST(s.at.ca_file.empty());
    BOOST_TEST((s.at.connect_timeout == 10s));
    BOOST_TEST((s.at.request_timeout == 30s));
    BOOST_TEST(s.at.reply_limit == 16U << 20U);
}

BOOST_AUTO_TEST_CASE(without_a_spec_a_platform_is_reached_as_with_one_that_says_nothing) {
    auto const s = read_good("");
    auto const at = spec::default_endpoint(s.platform->about());
    BOOST_TEST(at.base_url == s.at.base_url);
    BOOST_TEST(at.ca_file == s.at.ca_file);
    BOOST_TEST((at.connect_timeout == s.at.connect_timeout));
    BOOST_TEST((at.request_timeout == s.at.request_timeout));
    BOOST_TEST(at.reply_limit == s.at.reply_limit);
}

BOOST_AUTO_TEST_CASE(what_is_given_is_taken_over) {
    auto const s = read_good(
        R"(, "baseUrl": "https://a.b/c//", "caFile": "/ca.pem", "connectTimeout": "1s", "requestTimeout": "2m", "replyLimitBytes": 1024)");
    BOOST_TEST(s.at.base_url == "https://a.b/c");
    BOOST_TEST(s.at.ca_file == "/ca.pem");
    BOOST_TEST((s.at.connect_timeout == 1s));
    BOOST_TEST((s.at.request_timeout == 2min));
    BOOST_TEST(s.at.reply_limit == 1024U);
}

BOOST_AUTO_TEST_CASE(every_key_has_its_type_and_range) {
    auto const accepts = [](std::string const& key, std::string const& value) {
        auto const mistakes = mistakes_with("", ", \"" + key + "\": " + value);
        BOOST_TEST((mistakes.empty() || mistakes.starts_with("/provider/" + key + ": ")));
        return mistakes.empty();
    };
    for (auto const* const key : {"connectTimeout", "requestTimeout"}) {
        for (auto const* const good : {R"("10ms")", R"("1h")"}) BOOST_TEST(accepts(key, good));
        for (auto const* const bad : {R"("9ms")", R"("61m")", "10", R"("10")", "null"})
            BOOST_TEST(!accepts(key, bad));
    }
    for (auto const* const good : {"1024", "1073741824"}) BOOST_TEST(accepts("replyLimitBytes", good));
    for (auto const* const bad : {"1023", "1073741825", "-1", R"("64")"})
        BOOST_TEST(!accepts("replyLimitBytes", bad));
    for (auto const* const bad : {R"("")", "1", "null"}) BOOST_TEST(!accepts("caFile", bad));
    BOOST_TEST(mistakes_with("", R"(, "url": "x")").starts_with("/provider/url: unknown key"));
    BOOST_TEST(mistakes_of(with_provider("1")).starts_with("/provider: must be an object"));
}

BOOST_AUTO_TEST_CASE(a_base_url_is_https_or_on_this_machine) {
    for (std::string const good : {"https://a.b", "https://a.b:8443/x/y", "http://127.0.0.1",
                                   "http://127.9.9.9:80/x", "http://[::1]:8080/", "http://localhost:3000"}) {
        BOOST_TEST_CONTEXT(good) {
            BOOST_TEST(mistakes_with("", ", \"baseUrl\": \"" + good + '"') == "");
        }
    }
    for (std::string const bad : {"",
                                  "a.b",
                                  "http://a.b",
                                  "http://127.0.0.1.evil.com",
                                  "http://localhost.evil.com",
                                  "http://[::2]",
                                  "http://10.0.0.1",
                                  "ftp://a.b",
                                  "https://",
                                  "https:///x",
                                  "https://u@a.b",
                                  "https://u:p@a.b",
                                  "https://a.b?x=1",
                                  "https://a.b/#f",
                                  "https://a.b:0",
                                  "https://a.b:65536",
                                  "https://a.b:99999",
                                  "http://127.0.0.1:100000",
                                  "https://a b",
                                  "//a.b"}) {
        BOOST_TEST_CONTEXT(bad) {
            auto const mistakes = mistakes_with("", ", \"baseUrl\": \"" + bad + '"');
            BOOST_TEST(mistakes.starts_with("/provider/baseUrl: "));
            BOOST_TEST((bad.empty() || mistakes.find(bad) == mistakes.npos));
        }
    }
    BOOST_TEST(mistakes_with("", R"(, "baseUrl": 7)").starts_with("/provider/baseUrl: must be a string"));
}

BOOST_AUTO_TEST_CASE(a_kind_is_one_that_is_known) {
    std::string known;
    for (auto const& k : provider::kinds()) known += (known.empty() ? "\"" : ", \"") + k.name + '"';
    BOOST_TEST(known.starts_with("\"memberstack\""));
    BOOST_TEST(mistakes_of(with_provider(R"({"kind": "Memberstack", "key": {"env": "K"}})"))
               == "/provider/kind: must be a platform that muster knows: " + known
                      + "; did you mean \"memberstack\"?\n");
    BOOST_TEST(mistakes_of(with_provider(R"({"kind": "other", "key": {"env": "K"}})"))
               == "/provider/kind: must be a platform that muster knows: " + known + "\n");
    BOOST_TEST(mistakes_of(with_provider(R"({"kind": 1, "key": {"env": "K"}})"))
                   .starts_with("/provider/kind: must be a string"));
    BOOST_TEST(mistakes_of(with_provider("{}"))
               == "/provider: \"key\" is missing\n/provider: \"kind\" is missing\n");
}

BOOST_AUTO_TEST_CASE(a_key_is_referred_to_in_one_of_three_ways) {
    using kind = spec::key_reference::kind;
    auto const read = [](std::string const& key) { return spec::read(with_key(key), {}).value.value().key; };
    BOOST_TEST((read(R"({"env": "MY_KEY_1"})").from == kind::env));
    BOOST_TEST(read(R"({"env": "MY_KEY_1"})").name == "MY_KEY_1");
    BOOST_TEST((read(R"({"file": "/run/key"})").from == kind::file));
    BOOST_TEST(read(R"({"file": "/run/key"})").name == "/run/key");
    BOOST_TEST((read(R"({"credential": "muster.key"})").from == kind::credential));
}

BOOST_AUTO_TEST_CASE(any_other_key_is_a_mistake) {
    BOOST_TEST(mistakes_of(with_key("\"x\""))
               == "/provider/key: must not be the key itself: a key never stands in a spec; write {\"env\": "
                  "\"NAME\"}\n");
    BOOST_TEST(mistakes_of(with_key("[]")).starts_with("/provider/key: must be an object"));
    BOOST_TEST(mistakes_of(with_key("{}")).starts_with("/provider/key: must say in one way"));
    BOOST_TEST(mistakes_of(with_key(R"({"env": "A", "file": "b"})"))
                   .starts_with("/provider/key: must say in one way"));
    for (auto const* const bad : {"1A", "A-B", "A=B", "A B"}) {
        BOOST_TEST(mistakes_of(with_key(R"({"env": ")" + std::string(bad) + "\"}"))
                   == "/provider/key/env: must be the name of an environment variable, not the key itself\n");
    }
    for (auto const* const bad : {"a/b", ".", ".."}) {
        BOOST_TEST(mistakes_of(with_key(R"({"credential": ")" + std::string(bad) + "\"}"))
                       .starts_with("/provider/key/credential: must be the name"));
    }
    for (auto const* const word : {"env", "file", "credential"}) {
        BOOST_TEST(mistakes_of(with_key("{\"" + std::string(word) + "\": \"\"}"))
                   == "/provider/key/" + std::string(word) + ": must not be empty\n");
        BOOST_TEST(mistakes_of(with_key("{\"" + std::string(word) + "\": 1}"))
                       .starts_with("/provider/key/" + std::string(word) + ": must be a string"));
    }
    BOOST_TEST(mistakes_of(with_key(R"({"file": "a\u0000b"})"))
               == "/provider/key/file: must be the path of a file\n");
}

BOOST_AUTO_TEST_CASE(a_proxy_is_an_address_or_where_it_is_kept_or_none) {
    using kind = spec::proxy_choice::kind;
    BOOST_TEST((read_good("").at.proxy.from == kind::environment));
    BOOST_TEST((read_good(R"(, "proxy": "none")").at.proxy.from == kind::none));
    auto const url = read_good(R"(, "proxy": "http://proxy:3128")").at.proxy;
    BOOST_TEST((url.from == kind::url));
    BOOST_TEST(url.value == "http://proxy:3128");
    auto const env = read_good(R"(, "proxy": {"env": "P"})").at.proxy;
    BOOST_TEST((env.from == kind::env));
    BOOST_TEST(env.value == "P");
    for (auto const* const bad : {R"("")", R"("ftp://p")", R"("http://u@p:1")", R"({"env": "a b"})", "{}",
                                  R"({"env": "A", "x": 1})", "1", "null"})
        BOOST_TEST(mistakes_with("", std::string(R"(, "proxy": )") + bad).find("/provider/proxy") == 0U, bad);
    auto const told = mistakes_with("", R"(, "proxy": "http://user:secretword@p:1")");
    BOOST_TEST(told.find("must not hold a user name") != told.npos);
    BOOST_TEST(told.find("secretword") == told.npos);
}

BOOST_AUTO_TEST_SUITE_END()
