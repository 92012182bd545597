#include "sandbox/faults.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(sandbox_faults)

using namespace muster::sandbox;

namespace {

bool lists(std::string_view method, std::string_view path) {
    return method == "GET" && path == "/members";
}

/// The numbers (from 1) of the requests that meet a fault, out of `n` equal ones.
std::vector<int> struck(fault_plan plan, int n, std::string_view method = "POST",
                        std::string_view path = "/members/m/add-plan") {
    std::vector<int> hits;
    for (int i = 1; i <= n; ++i)
        if (plan.next(method, path, lists(method, path))) hits.push_back(i);
    return hits;
}

fault_plan one(std::string const& match, std::string const& seed = "7") {
    return read_fault_plan(R"({"seed":)" + seed + R"(,"rules":[{"match":)" + match
                           + R"(,"fault":{"kind":"throttle"}}]})");
}

std::string mistakes(std::string_view text) {
    try {
        read_fault_plan(text);
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "";
}

fault the_fault(std::string const& text) {
    auto plan = read_fault_plan(R"({"rules":[{"fault":)" + text + "}]}");
    return plan.next("GET", "/members", true).value();
}

bool mentions(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_CASE(no_rules_no_faults) {
    BOOST_TEST(struck(fault_plan(), 100).empty());
    BOOST_TEST(struck(read_fault_plan(R"({"rules":[]})"), 100).empty());
}

BOOST_AUTO_TEST_CASE(a_burst_lies_after_and_until) {
    BOOST_TEST(struck(one(R"({"after":3,"until":6})"), 20) == (std::vector<int>{4, 5, 6}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_counts_from_after) {
    BOOST_TEST(struck(one(R"({"every":5})"), 16) == (std::vector<int>{5, 10, 15}),
               boost::test_tools::per_element());
    BOOST_TEST(struck(one(R"({"after":2,"every":5})"), 16) == (std::vector<int>{7, 12}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(times_bounds_how_often) {
    BOOST_TEST(struck(one(R"({"every":2,"times":2})"), 100) == (std::vector<int>{2, 4}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(probability_is_a_share_that_the_seed_fixes) {
    auto const hits = struck(one(R"({"probability":0.1})"), 5000);
    BOOST_TEST(hits.size() > 400U);
    BOOST_TEST(hits.size() < 600U);
    BOOST_TEST(hits == struck(one(R"({"probability":0.1})"), 5000), boost::test_tools::per_element());
    BOOST_TEST((hits != struck(one(R"({"probability":0.1})", "8"), 5000)));
    BOOST_TEST(struck(one(R"({"probability":0})"), 1000).empty());
    BOOST_TEST(struck(one(R"({"probability":1})"), 1000).size() == 1000U);
}

BOOST_AUTO_TEST_CASE(method_and_path_choose_the_requests) {
    auto const plan = one(R"({"method":"POST","path":"/members/*/add-plan"})");
    BOOST_TEST(struck(plan, 3).size() == 3U);
    BOOST_TEST(struck(plan, 3, "PATCH").empty());
    BOOST_TEST(struck(plan, 3, "POST", "/members/m/remove-plan").empty());
    BOOST_TEST(struck(plan, 3, "POST", "/members").empty());
}

BOOST_AUTO_TEST_CASE(a_star_fits_one_segment_and_no_more) {
    BOOST_TEST(path_fits("/members/*", "/members/m"));
    BOOST_TEST(!path_fits("/members/*", "/members"));
    BOOST_TEST(!path_fits("/members/*", "/members/"));
    BOOST_TEST(!path_fits("/members/*", "/members/m/add-plan"));
    BOOST_TEST(path_fits("/*/*/add-plan", "/members/m/add-plan"));
    BOOST_TEST(!path_fits("/members", "/members/m"));
    BOOST_TEST(path_fits("/members", "/members"));
}

BOOST_AUTO_TEST_CASE(the_first_rule_that_strikes_wins_and_all_of_them_count) {
    auto plan = read_fault_plan(R"({"rules":[
        {"match":{"until":1},"fault":{"kind":"throttle"}},
        {"match":{"until":2},"fault":{"kind":"resetAfter"}}]})");
    BOOST_TEST((plan.next("GET", "/members", true)->kind == fault_kind::throttle));
    BOOST_TEST((plan.next("GET", "/members", true)->kind == fault_kind::reset));
    BOOST_TEST(!plan.next("GET", "/members", true));
}

BOOST_AUTO_TEST_CASE(kinds_and_their_figures_are_read) {
    auto const down = the_fault(R"({"kind":"status","status":500,"retryAfter":2})");
    BOOST_TEST(down.status == 500U);
    BOOST_TEST(!down.after_effect);
    BOOST_TEST(down.retry_after.value() == 2U);
    BOOST_TEST(the_fault(R"({"kind":"status"})").status == 503U);
    BOOST_TEST(the_fault(R"({"kind":"status","afterEffect":true})").after_effect);
    BOOST_TEST(the_fault(R"({"kind":"statusAfter"})").after_effect);
    BOOST_TEST(!the_fault(R"({"kind":"resetBefore"})").after_effect);
    BOOST_TEST(the_fault(R"({"kind":"resetAfter"})").after_effect);
    BOOST_TEST(the_fault(R"({"kind":"stall"})").after_effect);
    BOOST_TEST(!the_fault(R"({"kind":"truncate","afterEffect":false})").after_effect);
    BOOST_TEST(the_fault(R"({"kind":"slow","delayMs":20})").delay.count() == 20);
    BOOST_TEST(the_fault(R"({"kind":"shrinkPage","size":10})").size == 10U);
}

BOOST_AUTO_TEST_CASE(page_faults_meet_the_list_only) {
    auto const plan = read_fault_plan(R"({"rules":[{"fault":{"kind":"noId"}}]})");
    BOOST_TEST(struck(plan, 2).empty());
    BOOST_TEST(struck(plan, 2, "GET", "/members/m").empty());
    BOOST_TEST(struck(plan, 2, "GET", "/members").size() == 2U);
    auto const elsewhere =
        read_fault_plan(R"({"rules":[{"match":{"path":"/members/*"},"fault":{"kind":"noId"}}]})");
    BOOST_TEST(struck(elsewhere, 2, "GET", "/members/m").empty());
}

BOOST_AUTO_TEST_CASE(all_mistakes_are_listed_with_their_places) {
    auto const text = mistakes(R"({"sed":1,"rules":[
        {"fault":{"kind":"throtle"}},
        {"match":{"every":0,"path":"members","probability":2},"fault":{"kind":"status","status":99}},
        {"match":{}},
        {"fault":{"kind":"slow","size":3}}]})");
    BOOST_TEST(mentions(text, "seed"));
    BOOST_TEST(mentions(text, "/rules/0/fault/kind: is no kind of fault; did you mean \"throttle\"?"));
    BOOST_TEST(mentions(text, "/rules/1/match/every"));
    BOOST_TEST(mentions(text, "/rules/1/match/path: must begin with /"));
    BOOST_TEST(mentions(text, "/rules/1/match/probability"));
    BOOST_TEST(mentions(text, "/rules/1/fault/status"));
    BOOST_TEST(mentions(text, "/rules/2"));
    BOOST_TEST(mentions(text, "/rules/3/fault"));
    BOOST_TEST_MESSAGE(text);
}

BOOST_AUTO_TEST_CASE(what_is_no_plan_at_all_is_refused) {
    BOOST_TEST(mentions(mistakes("{"), "not JSON"));
    BOOST_TEST(mentions(mistakes("[]"), "/: "));
    BOOST_TEST(mentions(mistakes("{}"), "rules"));
    BOOST_TEST(mentions(mistakes(R"({"rules":{}})"), "/rules: must be an array"));
    BOOST_TEST(mentions(mistakes(R"({"rules":[{"fault":{"kind":"chaos"}}]})"), "known: throttle, status"));
}

BOOST_AUTO_TEST_SUITE_END()
