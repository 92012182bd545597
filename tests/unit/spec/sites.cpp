#include "spec/sites.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(sites)

using namespace muster;

namespace {

std::string mistakes(std::string const& text) {
    return spec::format("f", spec::read_sites(text, "/dir").mistakes);
}

std::string with_site(std::string const& more) {
    return R"({"sites": {"a": {"kind": "memberstack", "key": {"env": "K"})" + more + "}}}";
}

} // namespace

BOOST_AUTO_TEST_CASE(a_site_is_how_an_application_is_reached) {
    auto const read = spec::read_sites(
        with_site(R"(, "baseUrl": "https://a.b/", "requestsPerSecond": 7, "connectTimeout": "1s")"), "/dir");
    BOOST_REQUIRE(read.sites.contains("a"));
    auto const& a = read.sites.at("a");
    BOOST_TEST(a.platform->about().kind == "memberstack");
    BOOST_TEST(a.key.name == "K");
    BOOST_TEST(a.at.base_url == "https://a.b");
    BOOST_TEST(a.instead.provider.at("baseUrl") == "https://a.b");
    BOOST_TEST(a.instead.provider.at("connectTimeout") == "1s");
    BOOST_TEST(a.instead.provider.contains("requestsPerSecond") == false);
    BOOST_TEST((a.instead.pace == boost::json::object{{"requestsPerSecond", 7.0}}));
}

BOOST_AUTO_TEST_CASE(a_site_may_have_the_quota_of_its_plan) {
    auto const read = spec::read_sites(with_site(R"(, "quota": {"requests": 25000})"), "/dir");
    BOOST_REQUIRE(read.sites.contains("a"));
    BOOST_TEST((read.sites.at("a").instead.pace == boost::json::object{{"quota", {{"requests", 25000}}}}));
    BOOST_TEST(!read.sites.at("a").instead.provider.contains("quota"));
    BOOST_REQUIRE(read.sites.at("a").pace.quotas.size() == 1U);
    BOOST_TEST(read.sites.at("a").pace.quotas.front().requests == 25000U);
    BOOST_TEST(mistakes(with_site(R"(, "quota": {"requests": 0})")).find("/sites/a/quota/requests: must be")
               != std::string::npos);
    auto const none = spec::read_sites(with_site(R"(, "quota": null)"), "/dir");
    BOOST_TEST(none.sites.at("a").instead.pace.at("quota").is_null());
    auto const text = [](std::string const& quota) {
        return R"({"sites": {"a": {"kind": "memberpulse", "key": {"env": "K"})" + quota + "}}}";
    };
    BOOST_TEST(spec::read_sites(text(""), "/dir").sites.at("a").pace.quotas.size()
               == 1U); // the platform's own
    BOOST_TEST(spec::read_sites(text(R"(, "quota": null)"), "/dir").sites.at("a").pace.quotas.empty());
}

BOOST_AUTO_TEST_CASE(without_an_address_it_is_at_the_platforms_own_and_not_at_the_specs) {
    auto const read = spec::read_sites(with_site(""), "/dir");
    BOOST_REQUIRE(read.sites.contains("a"));
    auto const& a = read.sites.at("a");
    BOOST_TEST(a.instead.provider.at("baseUrl") == "https://admin.memberstack.com");
    BOOST_TEST(a.instead.pace.empty());
    boost::json::object document{
        {"provider",
         {{"kind", "memberstack"}, {"baseUrl", "http://127.0.0.1:1"}, {"caFile", "x"}, {"proxy", "y"}}}};
    core::problems found;
    spec::amend(document, a.instead, found);
    BOOST_TEST(found.empty());
    BOOST_TEST((document.at("provider")
                == boost::json::value{{"kind", "memberstack"},
                                      {"key", {{"env", "K"}}},
                                      {"baseUrl", "https://admin.memberstack.com"}}));
}

BOOST_AUTO_TEST_CASE(relative_paths_are_below_the_files_directory) {
    auto const text = R"({"sites": {"a": {"kind": "memberstack", "key": {"file": "k"}, "caFile": "/ca"}}})";
    auto const read = spec::read_sites(text, "/dir");
    BOOST_REQUIRE(read.sites.contains("a"));
    BOOST_TEST(read.sites.at("a").key.name == "/dir/k");
    BOOST_TEST(read.sites.at("a").at.ca_file == "/ca");
}

BOOST_AUTO_TEST_CASE(mistakes_have_their_places) {
    BOOST_TEST(mistakes("{}") == "f:1:1: \"sites\" is missing\n");
    BOOST_TEST(mistakes(R"({"sites": []})").starts_with("f:1:11: /sites: must be an object"));
    BOOST_TEST(mistakes(R"({"sites": {}, "x": 1})").starts_with("f:1:15: /x: unknown key"));
    BOOST_TEST(mistakes(R"({"sites": {"a": 1}})").starts_with("f:1:17: /sites/a: must be an object"));
    BOOST_TEST(
        mistakes(with_site(R"(, "concurrency": 0)")).starts_with("f:1:77: /sites/a/concurrency: must be"));
    BOOST_TEST(mistakes(with_site(R"(, "live": true)")).find("/sites/a/live: unknown key")
               != std::string::npos);
    BOOST_TEST(mistakes("{") != "");
}

BOOST_AUTO_TEST_CASE(a_key_itself_is_refused_and_not_quoted) {
    std::string const key = std::string("sk_") + "sb_0123456789";
    for (auto const& text : {R"({"sites": {"a": {"kind": "memberstack", "key": ")" + key + R"("}}})",
                             with_site(R"(, "baseUrl": "https://)" + key + R"(@a.b")")}) {
        BOOST_TEST(mistakes(text) != "");
        BOOST_TEST(mistakes(text).find("0123456789") == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
