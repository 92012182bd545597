#include "engine/match_cost.hpp"

#include "spec/read.hpp"

#include <boost/test/unit_test.hpp>

namespace cost_of_rows {

using namespace muster;

namespace {

/// A spec whose rows name members by that key.
spec::spec spec_of(std::string const& provider, std::string const& by, std::string const& match = {},
                   std::string const& operation = R"("delete": {})") {
    auto read = spec::read(R"({"name": "n", "provider": {"kind": ")" + provider + R"(, "key": {"env": "K"}},
            "source": {"csv": {"file": "in.csv", "key": "k", "by": ")"
                               + by + '"' + (match.empty() ? "" : R"(, "match": ")" + match + '"')
                               + R"(}}, "operation": {)" + operation + "}}",
                           {});
    BOOST_TEST_REQUIRE(read.value.has_value(), spec::format("", read.mistakes));
    return std::move(*read.value);
}

std::string const memberstack = R"(memberstack")";
std::string const v1 = R"(memberstack-v1")";
std::string const publisher =
    R"(publisher", "baseUrl": "http://127.0.0.1:1", "memberBaseId": "mb", "batch": 100)";

} // namespace

BOOST_AUTO_TEST_SUITE(match_cost)

BOOST_AUTO_TEST_CASE(the_cheaper_way_is_taken) {
    auto const s = spec_of(memberstack, "email");
    auto const many = engine::cost_of_match(s, 10'000, 50'000); // pages of 100
    BOOST_TEST(many.walks);
    BOOST_TEST(many.walk.value() == 500U);
    BOOST_TEST(many.look_ups.value() == 10'000U);
    BOOST_TEST(engine::in_words(many)
               == "by reading the whole list: about 500 requests (looking each up takes 10000)");
    auto const few = engine::cost_of_match(s, 499, 50'000);
    BOOST_TEST(!few.walks);
    BOOST_TEST(engine::in_words(few)
               == "by looking each up: 499 requests (reading the whole list takes about 500)");
    BOOST_TEST(!engine::cost_of_match(s, 500, 50'000).walks);
    BOOST_TEST(engine::cost_of_match(s, 501, 50'000).walks);
}

BOOST_AUTO_TEST_CASE(rows_are_looked_up_where_a_walk_cannot_be_reckoned) {
    auto const s = spec_of(memberstack, "id");
    BOOST_TEST(!engine::cost_of_match(s, 10'000, std::nullopt).walks);
    BOOST_TEST(!engine::cost_of_match(s, std::nullopt, 50'000).walks);
    BOOST_TEST(engine::in_words(engine::cost_of_match(s, std::nullopt, std::nullopt))
               == "by looking each up");
}

BOOST_AUTO_TEST_CASE(a_spec_can_say_which) {
    auto const walk = spec_of(memberstack, "email", "walk");
    BOOST_TEST(engine::cost_of_match(walk, 1, 1'000'000).walks);
    BOOST_TEST(engine::cost_of_match(walk, std::nullopt, std::nullopt).walks);
    BOOST_TEST(!engine::cost_of_match(spec_of(memberstack, "email", "lookUp"), 1'000'000, 1).walks);
}

BOOST_AUTO_TEST_CASE(many_that_are_looked_up_at_once_make_a_walk_dear) {
    auto const s = spec_of(publisher, "ref");
    auto const c = engine::cost_of_match(s, 10'000, 1'000'000);
    BOOST_TEST(!c.walks);
    BOOST_TEST(c.look_ups.value() == 100U);
}

BOOST_AUTO_TEST_CASE(pages_that_shift_are_read_twice_but_the_first) {
    auto const s = spec_of(v1, "id");
    auto const c = engine::cost_of_match(s, 10'000, 1'000);
    BOOST_TEST(c.walk.value() == 2 * ((1'000 + s.pace.page_size - 1) / s.pace.page_size) - 1);
}

BOOST_AUTO_TEST_CASE(whom_a_platform_looks_nobody_up_by_is_found_by_a_walk) {
    auto const s = spec_of(v1, "email");
    BOOST_TEST(!engine::can_look_up(s));
    auto const c = engine::cost_of_match(s, 3, std::nullopt);
    BOOST_TEST(c.walks);
    BOOST_TEST(!c.look_ups.has_value());
    BOOST_TEST(engine::in_words(c) == "by reading the whole list (the platform looks nobody up by that)");
}

BOOST_AUTO_TEST_CASE(a_platform_that_gives_smaller_pages_is_reckoned_by_these) {
    auto const s = spec_of(memberstack, "email");
    auto const c = engine::cost_of_match(s, 600, 50'000, 25);
    BOOST_TEST(c.walk.value() == 2000U);
    BOOST_TEST(!c.walks);
}

BOOST_AUTO_TEST_CASE(an_empty_list_is_a_page) {
    BOOST_TEST(engine::cost_of_match(spec_of(memberstack, "id"), 5, 0).walk.value() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace cost_of_rows
