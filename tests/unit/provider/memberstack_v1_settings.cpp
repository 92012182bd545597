#include "provider/memberstack_v1/settings.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::provider::memberstack_v1 {

BOOST_AUTO_TEST_SUITE(memberstack_v1_settings)

namespace {

namespace json = boost::json;

struct reading {
    explicit reading(std::string_view text) : block(json::parse(text)) {
        result = read_settings(core::node(block, "/provider", mistakes));
    }
    json::value block;
    core::problems mistakes;
    settings result;
};

} // namespace

BOOST_AUTO_TEST_CASE(the_guesses_hold_where_nothing_is_said) {
    reading const r(R"({"kind":"memberstack-v1"})");
    BOOST_TEST(r.mistakes.empty());
    BOOST_TEST(r.result.first_page == 1U);
    BOOST_TEST(r.result.largest_page == 100U);
    BOOST_TEST(r.result.send_again);
    BOOST_TEST(!r.result.shows_custom_fields);
    BOOST_TEST(!r.result.under_data);
    BOOST_TEST(!r.result.replaces_meta_data);
}

BOOST_AUTO_TEST_CASE(each_can_be_set_and_has_a_schema) {
    reading const r(R"({"firstPage":0,"largestPage":20,"inDoubt":"giveUp","customFields":"shown",)"
                    R"("updateBody":"data","metaData":"replaced"})");
    BOOST_TEST(r.mistakes.empty());
    BOOST_TEST(r.result.first_page == 0U);
    BOOST_TEST(r.result.largest_page == 20U);
    BOOST_TEST(!r.result.send_again);
    BOOST_TEST(r.result.shows_custom_fields);
    BOOST_TEST(r.result.under_data);
    BOOST_TEST(r.result.replaces_meta_data);
    auto const schema = settings_schema();
    for (auto const& entry : r.block.get_object())
        BOOST_TEST(schema.at(entry.key()).as_object().contains("default"), entry.key());
    BOOST_TEST(schema.size() == r.block.get_object().size());
}

BOOST_AUTO_TEST_CASE(the_usual_words_can_be_said) {
    reading const r(
        R"({"inDoubt":"sendAgain","customFields":"hidden","updateBody":"flat","metaData":"merged"})");
    BOOST_TEST(r.mistakes.empty());
    BOOST_TEST(r.result.send_again);
    BOOST_TEST(!r.result.replaces_meta_data);
}

BOOST_AUTO_TEST_CASE(each_mistake_stands_at_its_place) {
    for (std::string const key :
         {"firstPage", "largestPage", "inDoubt", "customFields", "updateBody", "metaData"})
        for (auto const* const value : {"7000", "\"x\"", "null", "{}"}) {
            reading const r("{\"" + key + "\":" + value + "}");
            BOOST_REQUIRE_EQUAL(r.mistakes.size(), 1U);
            BOOST_TEST(r.mistakes.front().pointer == "/provider/" + key);
        }
    BOOST_TEST(reading(R"({"inDoubt":"x"})").mistakes.front().message
               == R"(must be "sendAgain" or "giveUp")");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::provider::memberstack_v1
