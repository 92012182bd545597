#include "spec/amendment.hpp"

#include "support.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(amendment)

using namespace muster;
using spec::test::text_with;

namespace {

std::string mistakes(std::string const& text, spec::amendment const& with) {
    std::string all;
    for (auto const& d : spec::read(text, {}, std::nullopt, with).mistakes)
        all += d.pointer + ": " + d.message + '\n';
    return all;
}

std::string const without_provider = R"({"name": "n", "operation": {"addPlan": {"planId": "pln_a"}}})";

} // namespace

BOOST_AUTO_TEST_CASE(it_takes_the_place_of_what_the_spec_says_and_stays_in_the_spec) {
    spec::amendment const with{{{"baseUrl", "http://127.0.0.1:1"}, {"key", {{"env", "OTHER"}}}},
                               {{"requestsPerSecond", 7}}};
    auto const read = spec::read(text_with(R"(, "pace": {"concurrency": 3})"), {}, std::nullopt, with);
    BOOST_REQUIRE(read.value.has_value());
    BOOST_TEST(read.value->at.base_url == "http://127.0.0.1:1");
    BOOST_TEST(read.value->key.name == "OTHER");
    BOOST_TEST(read.value->pace.requests_per_second == 7);
    BOOST_TEST(read.value->pace.concurrency == 3U);
    auto const again = spec::read(boost::json::serialize(read.value->document), {});
    BOOST_REQUIRE(again.value.has_value());
    BOOST_TEST(again.value->at.base_url == "http://127.0.0.1:1");
    BOOST_TEST(again.value->key.name == "OTHER");
    BOOST_TEST(again.value->pace.requests_per_second == 7);
}

BOOST_AUTO_TEST_CASE(a_spec_without_a_provider_can_do_with_a_whole_one) {
    spec::amendment whole{{{"kind", "memberstack"}, {"key", {{"env", "K"}}}}, {}};
    BOOST_TEST(mistakes(without_provider, whole) == "");
    whole.provider.erase("kind");
    BOOST_TEST(mistakes(without_provider, whole) == ": \"provider\" is missing\n");
}

BOOST_AUTO_TEST_CASE(another_platform_than_the_specs_is_a_mistake) {
    spec::amendment const other{{{"kind", "another"}}, {}};
    auto const found = mistakes(text_with(""), other);
    BOOST_TEST(found.find("/provider/kind: is another platform than that of the site, which is \"another\"")
               != found.npos);
}

BOOST_AUTO_TEST_CASE(blocks_that_are_no_objects_stay_mistakes) {
    spec::amendment const with{{{"baseUrl", "http://127.0.0.1:1"}}, {{"requestsPerSecond", 7}}};
    BOOST_TEST(mistakes(text_with(R"(, "pace": 5)"), with).starts_with("/pace: must be an object"));
    BOOST_TEST(
        mistakes(R"({"name": "n", "provider": [], "operation": {"addPlan": {"planId": "pln_a"}}})", with)
            .starts_with("/provider: must be an object"));
}

BOOST_AUTO_TEST_SUITE_END()
