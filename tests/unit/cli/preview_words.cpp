#include "cli/preview_words.hpp"

#include "spec/read.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

namespace muster::cli {

BOOST_AUTO_TEST_SUITE(preview_words)

namespace {

namespace json = boost::json;

std::string joined(std::vector<std::string> const& lines) {
    std::string all;
    for (auto const& line : lines) all += (all.empty() ? "" : "\n") + line;
    return all;
}

spec::spec spec_with(std::string const& more) {
    auto read = spec::read(R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}},
                       "operation": {"addPlan": {"planId": "pln_a"}})"
                               + more + "}",
                           {});
    BOOST_REQUIRE_MESSAGE(read.value.has_value(), spec::format("spec", read.mistakes));
    return std::move(*read.value);
}

engine::preview seen(std::uint64_t members, std::uint64_t matched, std::uint64_t of_all) {
    engine::preview p;
    p.seen = members;
    p.matched = p.to_change = matched;
    p.list_total = of_all;
    p.whole = members == of_all;
    return p;
}

constexpr auto some_where = R"(, "where": {"customFields.country": "Germany"})";

} // namespace

BOOST_AUTO_TEST_CASE(what_is_as_usual_draws_no_warning) {
    BOOST_TEST(joined(warnings_of(seen(300, 30, 1000), spec_with(some_where))).empty());
    BOOST_TEST(joined(warnings_of(seen(300, 300, 1000), spec_with(""))).empty());
    BOOST_TEST(joined(warnings_of(seen(300, 300, 1000), spec_with(R"(, "where": {})"))).empty());
    BOOST_TEST(joined(warnings_of(seen(0, 0, 0), spec_with(some_where))).empty());
}

BOOST_AUTO_TEST_CASE(nobody_and_everybody_do) {
    auto const spec = spec_with(some_where);
    BOOST_TEST(joined(warnings_of(seen(300, 0, 1000), spec)) == "none of the first 300 members matches");
    BOOST_TEST(joined(warnings_of(seen(300, 0, 300), spec)) == "no member matches");
    BOOST_TEST(joined(warnings_of(seen(300, 300, 1000), spec))
               == "every one of the first 300 members matches the where");
}

BOOST_AUTO_TEST_CASE(a_change_that_cannot_be_read_back_is_told) {
    auto p = seen(300, 30, 1000);
    BOOST_TEST(doubt_of(p) == "");
    p.sent_again = 30;
    BOOST_TEST(doubt_of(p)
               == "30 of them cannot be read back after a request that broke: it is sent again, "
                  "which does no more than once");
    p.given_up = 30;
    BOOST_TEST(doubt_of(p)
               == "30 of them cannot be read back after a request that broke: they may end as unknown");
}

BOOST_AUTO_TEST_CASE(a_field_that_nobody_has_is_named_with_the_nearest) {
    auto p = seen(300, 30, 1000);
    p.missing = {{"customFields.contry", "customFields.country"}, {"x", std::nullopt}};
    BOOST_TEST(joined(warnings_of(p, spec_with(some_where)))
               == "none of the first 300 members has the field \"customFields.contry\"; did you mean "
                  "\"customFields.country\"?\n"
                  "none of the first 300 members has the field \"x\"");
}

BOOST_AUTO_TEST_CASE(more_than_expected_are_told_beforehand) {
    auto const spec = spec_with(std::string(some_where) + R"(, "expect": {"matched": {"atMost": 99}})");
    BOOST_TEST(
        joined(warnings_of(seen(300, 30, 1000), spec))
        == "about 100 members match, and at most 99 are expected: the job would stop before the surplus");
    BOOST_TEST(joined(warnings_of(seen(300, 29, 1000), spec)).empty());
    BOOST_TEST(
        joined(warnings_of(seen(300, 100, 300), spec)).starts_with("100 members match, and at most 99"));
}

BOOST_AUTO_TEST_CASE(an_estimate_is_told_as_one) {
    BOOST_TEST(members_of(seen(300, 30, 300)) == "30 of 300 match, 30 of them to be changed");
    BOOST_TEST(
        members_of(seen(300, 30, 1000))
        == "about 100 of 1000 match, by a first look: 30 of the first 300 match, 30 of them to be changed");
    auto p = seen(300, 30, 1000);
    p.list_total.reset();
    BOOST_TEST(members_of(p) == "30 of the first 300 match, 30 of them to be changed");
}

BOOST_AUTO_TEST_CASE(an_update_is_told_field_by_field_old_and_new) {
    core::update_fields const u{
        json::parse(
            R"({"customFields": {"country": "DE", "new": 1}, "verified": true, "loginRedirect": "/x"})")
            .as_object(),
        false};
    auto const before =
        json::parse(R"({"customFields": {"country": "Germany"}, "verified": false, "loginRedirect": null})")
            .as_object();
    BOOST_TEST(joined(steps_of(u, before))
               == "customFields.country: \"Germany\" -> \"DE\"\n"
                  "customFields.new: (none) -> 1\n"
                  "verified: false -> true\n"
                  "loginRedirect: (none) -> \"/x\"");
}

BOOST_AUTO_TEST_CASE(what_a_replaced_object_loses_is_told) {
    core::update_fields const u{json::parse(R"({"json": {"a": 1}})").as_object(), false};
    BOOST_TEST(joined(steps_of(u, json::parse(R"({"json": {"a": 1, "b": 2}})").as_object()))
               == "json.a: 1 -> 1\njson.b: 2 -> (none)");
}

BOOST_AUTO_TEST_CASE(other_changes_are_told_in_words) {
    BOOST_TEST(joined(steps_of(core::add_plan{"pln_a"}, {})) == "plan pln_a: no -> yes");
    BOOST_TEST(joined(steps_of(core::remove_plan{"pln_a"}, {})) == "plan pln_a: yes -> no");
    BOOST_TEST(joined(steps_of(core::delete_member{}, {})) == "the member -> deleted");
    BOOST_TEST(joined(steps_of(core::raw_request{"POST", "/a", json::value{{"b", 1}}, true}, {}))
               == "POST /a {\"b\":1}");
}

BOOST_AUTO_TEST_CASE(long_and_strange_values_are_cut_and_harmless) {
    core::update_fields const u{{{"a", std::string(500, 'x')}, {"b\x1b", "\x1b[2J"}}, false};
    auto const steps = steps_of(u, {});
    BOOST_TEST(steps.at(0).size() < 100U);
    BOOST_TEST(joined(steps).find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::cli
