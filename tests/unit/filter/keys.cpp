#include "filter/keys.hpp"

#include "filter/words.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(keys)

using namespace muster::filter;

namespace {

bool fits(std::string_view entries, std::string_view key, scope const& s) {
    return !objection_to_key(boost::json::parse(entries).get_object(), key, s);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_path_grows_by_a_dot) {
    BOOST_TEST(scope{}.child("a") == "a");
    BOOST_TEST(scope{"a"}.child("b.c") == "a.b.c");
}

BOOST_AUTO_TEST_CASE(operators_stand_under_fields_and_in_elements_only) {
    for (auto const word : operator_words) {
        auto const entries = R"({"equals": 1, ")" + std::string(word) + R"(": 1})";
        BOOST_TEST(!fits(entries, word, scope{}), word);
        BOOST_TEST(fits(entries, word, scope{"f"}), word);
        BOOST_TEST(fits(entries, word, scope{"", true}), word);
    }
}

BOOST_AUTO_TEST_CASE(junctions_stand_anywhere) {
    for (auto const word : junction_words) {
        for (auto const& s : {scope{}, scope{"f"}, scope{"", true}})
            BOOST_TEST(fits(R"({"equals": 1})", word, s));
    }
}

BOOST_AUTO_TEST_CASE(fields_stand_anywhere_but_beside_operators) {
    BOOST_TEST(fits(R"({"a": 1})", "a", scope{}));
    BOOST_TEST(fits(R"({"a": 1, "OR": []})", "a", scope{"f"}));
    BOOST_TEST(!fits(R"({"a": 1, "lt": 1})", "a", scope{"f"}));
    BOOST_TEST(!fits(R"({"a": 1, "lt": 1})", "a", scope{"", true}));
    BOOST_TEST(fits(R"({"a": 1, "lt": 1})", "a", scope{})); // there the operator is what is wrong
}

BOOST_AUTO_TEST_SUITE_END()
