#include "spec/document.hpp"

#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(document)

using namespace muster;
using namespace std::chrono_literals;
using spec::test::mistakes_of;
using spec::test::mistakes_with;
using spec::test::text_with;

namespace {

spec::spec read_good(std::string const& more, std::string const& in_provider = "") {
    auto r = spec::read(text_with(more, in_provider), {});
    BOOST_REQUIRE_MESSAGE(r.value.has_value(), spec::format("f", r.mistakes));
    return std::move(*r.value);
}

bool matches(spec::spec const& s, std::string_view member) {
    auto const document = boost::json::parse(member).as_object();
    return s.where.matches({"mem_1", "", &document});
}

/// Whether a value of a key in a block is accepted; if not, its one mistake must be at that key.
bool accepts(std::string const& block, std::string const& key, std::string const& value) {
    bool const top = block.empty();
    auto const more =
        top ? ", \"" + key + "\": " + value : ", \"" + block + "\": {\"" + key + "\": " + value + '}';
    auto const mistakes = mistakes_with(more);
    if (mistakes.empty()) return true;
    auto const pointer = (top ? "" : '/' + block) + '/' + key + ": ";
    BOOST_TEST(mistakes.starts_with(pointer));
    BOOST_TEST(std::count(mistakes.begin(), mistakes.end(), '\n') == 1);
    return false;
}

void check_range(std::string const& block, std::string const& key, std::vector<std::string> const& good,
                 std::vector<std::string> const& bad) {
    BOOST_TEST_CONTEXT(block << '/' << key) {
        for (auto const& value : good) BOOST_TEST_CONTEXT(value) {
                BOOST_TEST(accepts(block, key, value));
            }
        for (auto const& value : bad) BOOST_TEST_CONTEXT(value) {
                BOOST_TEST(!accepts(block, key, value));
            }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(what_is_not_given_has_its_default) {
    auto const s = read_good("");
    BOOST_TEST(s.name == "n");
    BOOST_TEST(s.description == "");
    BOOST_TEST(s.platform->about().kind == "memberstack");
    BOOST_TEST(!s.live);
    BOOST_TEST(!s.newest_first);
    BOOST_TEST(matches(s, "{}"));
    BOOST_TEST(s.operation->describe() == "add plan pln_a");
    BOOST_TEST(s.pace.requests_per_second == 25);
    BOOST_TEST(s.pace.concurrency == 8U);
    BOOST_TEST(s.pace.page_size == s.platform->about().page_size);
    BOOST_TEST(s.retry.attempts == 6U);
    BOOST_TEST((s.retry.patience == 30min));
    BOOST_TEST((s.retry.base_delay == 500ms));
    BOOST_TEST((s.retry.max_delay == 30s));
    BOOST_TEST(s.stop_after.failures.value() == 100U);
    BOOST_TEST(s.stop_after.failure_rate.value() == 0.2);
    BOOST_TEST(!s.at_most);
    BOOST_TEST(!s.limit);
}

BOOST_AUTO_TEST_CASE(what_is_given_is_taken_over) {
    auto const s =
        read_good(R"(, "$schema": "./x", "description": "d", "live": true, "source": {"order": "DESC"},
        "where": {"a": 1}, "pace": {"requestsPerSecond": 0, "concurrency": 512, "pageSize": 10},
        "retry": {"attempts": 100, "patience": "1d", "baseDelay": "1s", "maxDelay": "1m"},
        "stopAfter": {"failures": 7, "failureRate": 0.25}, "canary": {"members": 4}, "limit": 3,
        "expect": {"matched": {"atMost": 9}})");
    BOOST_TEST(s.description == "d");
    BOOST_TEST(s.live);
    BOOST_TEST(s.newest_first);
    BOOST_TEST(matches(s, R"({"a": 1})"));
    BOOST_TEST(!matches(s, R"({"a": 2})"));
    BOOST_TEST(s.pace.requests_per_second == 0);
    BOOST_TEST(s.rollout.steps.front().members.value() == 4U);
    BOOST_TEST(s.pace.concurrency == 512U);
    BOOST_TEST(s.pace.page_size == 10U);
    BOOST_TEST(s.retry.attempts == 100U);
    BOOST_TEST((s.retry.patience == 24h));
    BOOST_TEST((s.retry.base_delay == 1s));
    BOOST_TEST((s.retry.max_delay == 1min));
    BOOST_TEST(s.stop_after.failures.value() == 7U);
    BOOST_TEST(s.stop_after.failure_rate.value() == 0.25);
    BOOST_TEST(s.limit.value() == 3U);
    BOOST_TEST(s.at_most.value() == 9U);
    BOOST_TEST(!read_good(R"(, "source": {"order": "ASC"})").newest_first);
}

BOOST_AUTO_TEST_CASE(null_takes_the_guard_against_failures_away_whole_or_in_part) {
    auto const none = read_good(R"(, "stopAfter": null)").stop_after;
    BOOST_TEST(!none.failures);
    BOOST_TEST(!none.failure_rate);
    auto const rate_only = read_good(R"(, "stopAfter": {"failures": null})").stop_after;
    BOOST_TEST(!rate_only.failures);
    BOOST_TEST(rate_only.failure_rate.value() == 0.2);
    auto const number_only = read_good(R"(, "stopAfter": {"failures": 7, "failureRate": null})").stop_after;
    BOOST_TEST(number_only.failures.value() == 7U);
    BOOST_TEST(!number_only.failure_rate);
}

BOOST_AUTO_TEST_CASE(what_is_expected_is_how_many_match) {
    BOOST_TEST(read_good(R"(, "expect": {"matched": {"atMost": 0}})").at_most.value() == 0U);
    BOOST_TEST(mistakes_with(R"(, "expect": {})").starts_with("/expect: \"matched\" is missing"));
    BOOST_TEST(mistakes_with(R"(, "expect": {"matched": {"atMost": 1}, "zzzz": 1})")
                   .starts_with("/expect/zzzz: unknown key"));
    BOOST_TEST(mistakes_with(R"(, "expect": 5)").starts_with("/expect: must be an object"));
    BOOST_TEST(mistakes_with(R"(, "expect": {"matched": 5})").starts_with("/expect/matched: must be"));
    BOOST_TEST(mistakes_with(R"(, "expect": {"matched": {}})")
                   .starts_with("/expect/matched: is empty; say how many"));
    BOOST_TEST(mistakes_with(R"(, "expect": {"matched": {"atMost": -1}})")
                   .starts_with("/expect/matched/atMost: must be"));
}

BOOST_AUTO_TEST_CASE(every_key_has_its_type_and_range) {
    check_range("", "$schema", {R"("")", R"("x")"}, {"1", "null"});
    check_range("", "description", {R"("")"}, {"1", "null", "[]"});
    check_range("", "live", {"true", "false"}, {"1", R"("true")", "null"});
    check_range("", "limit", {"1", "5e3", "1000000000000"},
                {"0", "-1", "1.5", R"("1")", "1000000000001", "null"});
    check_range("", "where", {"{}"}, {"[]", "null", "1"});
    check_range("source", "order", {R"("ASC")", R"("DESC")"}, {R"("asc")", R"("")", "1"});
    check_range("pace", "requestsPerSecond", {"0", "0.5", "25", "100000"},
                {"-0.1", "100001", R"("25")", "null"});
    check_range("pace", "concurrency", {"1", "512"}, {"0", "513", "1.5", "-1", R"("8")"});
    check_range("pace", "pageSize", {"1", "100"}, {"0", "101", R"("10")"});
    check_range("retry", "attempts", {"1", "100"}, {"0", "101", "2.5"});
    check_range("retry", "patience", {R"("0s")", R"("30d")"},
                {R"("31d")", R"("-1s")", "30", R"("30")", R"("")"});
    check_range("retry", "baseDelay", {R"("1ms")", R"("30s")"}, {R"("0ms")", R"("2h")", "1"});
    check_range("retry", "maxDelay", {R"("500ms")", R"("1d")"}, {R"("2d")", "1"});
    check_range("stopAfter", "failures", {"1", "1000000000000"}, {"0", "-1", "0.5", R"("1")"});
    check_range("canary", "members", {"1", "1000000"}, {"0", "-1", "1000001", "1.5", R"("10")"});
    check_range("stopAfter", "failureRate", {"0", "0.5", "1"}, {"-0.1", "1.1", "20", R"("0.2")"});
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_mistakes_in_every_block) {
    for (std::string const block : {"source", "pace", "retry", "stopAfter"}) {
        BOOST_TEST(mistakes_with(", \"" + block + "\": {\"zzzz\": 1}")
                       .starts_with('/' + block + "/zzzz: unknown key"));
        BOOST_TEST(mistakes_with(", \"" + block + "\": 1").starts_with('/' + block + ": must be an object"));
    }
    BOOST_TEST(mistakes_with(R"(, "schedul": {})").starts_with("/schedul: unknown key"));
}

BOOST_AUTO_TEST_CASE(a_canary_says_of_how_many) {
    BOOST_TEST(mistakes_with(R"(, "canary": {})").starts_with("/canary: "));
    BOOST_TEST(mistakes_with(R"(, "canary": 10)").starts_with("/canary: must be an object"));
    BOOST_TEST(
        mistakes_with(R"(, "canary": {"members": 1, "zzzz": 1})").starts_with("/canary/zzzz: unknown key"));
}

BOOST_AUTO_TEST_CASE(the_longest_delay_is_not_shorter_than_the_first) {
    BOOST_TEST(mistakes_with(R"(, "retry": {"baseDelay": "2s", "maxDelay": "1s"})")
               == "/retry: \"maxDelay\" must not be shorter than \"baseDelay\"\n");
    BOOST_TEST(mistakes_with(R"(, "retry": {"baseDelay": "31s"})")
               == "/retry: \"maxDelay\" must not be shorter than \"baseDelay\"\n");
    BOOST_TEST(mistakes_with(R"(, "retry": {"baseDelay": "1s", "maxDelay": "1s"})") == "");
}

BOOST_AUTO_TEST_CASE(name_provider_and_operation_are_required) {
    BOOST_TEST(mistakes_of("{}")
               == ": \"name\" is missing\n: \"operation\" is missing\n: \"provider\" is missing\n");
}

BOOST_AUTO_TEST_CASE(a_name_can_be_part_of_a_job_id) {
    auto const mistakes = [](std::string const& name) {
        return mistakes_of(
            R"({"name": ")" + name
            + R"(", "provider": {"kind": "memberstack", "key": {"env": "K"}}, "operation": {"addPlan": {"planId": "p"}}})");
    };
    for (std::string const& good :
         {std::string("a"), std::string("9-b"), std::string("a-"), std::string(63, 'a')})
        BOOST_TEST(mistakes(good) == "");
    for (std::string const& bad :
         {std::string(), std::string("-a"), std::string("A"), std::string("a_b"), std::string("a b"),
          std::string("a/b"), std::string("é"), std::string(64, 'a')}) {
        BOOST_TEST(mistakes(bad).starts_with("/name: must "));
    }
}

BOOST_AUTO_TEST_CASE(a_deletion_without_where_is_a_mistake_unless_it_is_meant) {
    auto const mistakes = [](std::string const& operation, std::string const& more) {
        return mistakes_of(
            R"({"name": "n", "provider": {"kind": "memberstack", "key": {"env": "K"}}, "operation": )"
            + operation + more + '}');
    };
    std::string const by_request =
        R"({"request": {"method": "DELETE", "path": "/members/{{id}}", "idempotent": true}})";
    for (std::string const& deletion : {std::string(R"({"delete": {}})"), by_request}) {
        BOOST_TEST(mistakes(deletion, "").starts_with("/operation: would delete every member"));
        BOOST_TEST(mistakes(deletion, R"(, "where": {})") == "");
        BOOST_TEST(mistakes(deletion, R"(, "where": {"a": 1})") == "");
    }
    BOOST_TEST(mistakes(R"({"request": {"method": "POST", "path": "/x", "idempotent": true}})", "") == "");
}

BOOST_AUTO_TEST_SUITE_END()
