#include "spec/quota_block.hpp"

#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(quota_block)

using namespace muster;
using namespace muster::spec::test;
using namespace std::chrono_literals;
using provider::limit;

namespace {

/// The quotas of a spec with this `quota`, on a platform with those.
std::vector<limit> read(std::string const& quota, std::vector<limit> const& of_platform) {
    auto const value = boost::json::parse(quota);
    core::problems found;
    auto all = spec::read_quota(core::node(value, "/pace/quota", found), of_platform);
    BOOST_TEST(found.empty());
    return all;
}

std::vector<limit> const of_platform{{1000, 1h, limit::scope::address}, {9000, 24h, limit::scope::key}};

std::string mistakes(std::string const& quota) {
    return mistakes_with(R"(, "pace": {"quota": )" + quota + "}");
}

} // namespace

BOOST_AUTO_TEST_CASE(what_the_spec_says_takes_the_place_of_what_the_platform_has) {
    auto const one = read(R"({"requests": 25000, "per": "2h"})", of_platform);
    BOOST_REQUIRE_EQUAL(one.size(), 1U);
    BOOST_TEST(one[0].requests == 25'000U);
    BOOST_TEST((one[0].window == 2h));
    BOOST_TEST((one[0].counted_by == limit::scope::address));
    BOOST_TEST(read("null", of_platform).empty());
}

BOOST_AUTO_TEST_CASE(without_a_word_it_is_for_an_hour_and_the_key) {
    auto const one = read(R"({"requests": 1})", {});
    BOOST_REQUIRE_EQUAL(one.size(), 1U);
    BOOST_TEST((one[0].window == 1h));
    BOOST_TEST((one[0].counted_by == limit::scope::key));
}

BOOST_AUTO_TEST_CASE(a_spec_without_one_has_the_platforms) {
    auto const plain = spec::read(text_with(""), {});
    BOOST_REQUIRE(plain.value.has_value());
    BOOST_TEST(plain.value->pace.quotas.size() == provider::quotas(plain.value->platform->about()).size());
    auto const with = spec::read(text_with(R"(, "pace": {"quota": {"requests": 7}, "concurrency": 2})"), {});
    BOOST_REQUIRE(with.value.has_value());
    BOOST_REQUIRE_EQUAL(with.value->pace.quotas.size(), 1U);
    BOOST_TEST(with.value->pace.quotas[0].requests == 7U);
    BOOST_TEST(with.value->pace.requests_per_second == 25); // both hold
}

BOOST_AUTO_TEST_CASE(mistakes_have_their_places) {
    BOOST_TEST(mistakes(R"({"requests": 1000})") == "");
    BOOST_TEST(mistakes(R"({"requests": 1000000000, "per": "31d"})") == "");
    BOOST_TEST(mistakes("null") == "");
    BOOST_TEST(mistakes(R"({"requests": 0})")
               == "/pace/quota/requests: must be a whole number from 1 to 1000000000\n");
    BOOST_TEST(mistakes(R"({"requests": 1000000001})").starts_with("/pace/quota/requests: must be"));
    BOOST_TEST(mistakes(R"({"requests": 5, "per": "59s"})")
               == "/pace/quota/per: must be from 1m 00s to 31d 00h\n");
    BOOST_TEST(mistakes(R"({"requests": 5, "per": "32d"})").starts_with("/pace/quota/per: must be"));
    BOOST_TEST(mistakes(R"({"requests": 5, "per": 3600})").starts_with("/pace/quota/per: must be"));
    BOOST_TEST(mistakes("{}").starts_with("/pace/quota: \"requests\" is missing"));
    BOOST_TEST(mistakes("1000").starts_with("/pace/quota: must be an object"));
    BOOST_TEST(mistakes(R"({"requests": 5, "window": "1h"})").starts_with("/pace/quota/window: unknown key"));
}

BOOST_AUTO_TEST_SUITE_END()
