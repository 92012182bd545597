#include "core/outcome.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

BOOST_AUTO_TEST_SUITE(outcome_words)

using namespace muster::core;

BOOST_AUTO_TEST_CASE(every_outcome_has_its_own_word_and_comes_back) {
    std::set<std::string_view> words;
    for (int i = 0; i < outcome_kinds; ++i) {
        auto const o = static_cast<outcome>(i);
        words.insert(to_string(o));
        BOOST_TEST((parse_outcome(to_string(o)) == o));
    }
    BOOST_TEST(words.size() == static_cast<std::size_t>(outcome_kinds));
    BOOST_TEST(to_string(outcome::done) == "done");
    BOOST_TEST(to_string(outcome::already) == "already");
    BOOST_TEST(to_string(outcome::gone) == "gone");
    BOOST_TEST(to_string(outcome::failed) == "failed");
    BOOST_TEST(to_string(outcome::unknown) == "unknown");
}

BOOST_AUTO_TEST_CASE(other_words_are_no_outcomes) {
    for (auto const* const word : {"", "Done", "done ", "skipped"}) {
        BOOST_TEST(!parse_outcome(word).has_value(), word);
    }
}

BOOST_AUTO_TEST_SUITE_END()
