#include "spec/literal_key.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(literal_key)

using namespace muster;
using namespace muster::spec;

BOOST_AUTO_TEST_CASE(secret_keys_are_recognised_within_other_text) {
    for (auto const* const text : {"sk_12345678", "sk_sb_abcdef0123", "sk_live_abcdef", "key=sk_abcdefgh.",
                                   "Bearer sk_ABCDEFGH", "é sk_abcdefgh", "sk_short sk_longenough"}) {
        BOOST_TEST(holds_secret_key(text));
    }
}

BOOST_AUTO_TEST_CASE(other_words_are_not) {
    for (auto const* const text : {"", "sk_", "sk_1234567", "risk_assessment_1", "task_completed_at",
                                   "SK_12345678", "sk-12345678", "sk_abc-defghijkl", "pk_12345678"}) {
        BOOST_TEST(!holds_secret_key(text));
    }
}

BOOST_AUTO_TEST_CASE(every_string_and_key_is_looked_at_and_none_is_quoted) {
    auto const v =
        boost::json::parse(R"({"a": ["x", {"b": "sk_abcdefgh"}], "sk_ijklmnop": {"c": 1}, "d": "sk_no"})");
    core::problems found;
    find_secret_keys(v, "", found);
    BOOST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0].pointer == "/a/1/b");
    BOOST_TEST(!found[0].at_key);
    BOOST_TEST(found[1].at_key);
    for (auto const& p : found) BOOST_TEST(p.message.find("sk_") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
