#include "support.hpp"

BOOST_AUTO_TEST_SUITE(plain_runs)

using namespace muster;
using namespace muster::simulated;
using core::outcome;

namespace {

void check_complete(world& w, std::set<std::string> const& expected) {
    auto const report = w.run();
    BOOST_TEST(report.complete);
    BOOST_TEST(report.reason == "");
    BOOST_TEST(report.end.matched == expected.size());
    BOOST_TEST(report.end.totals.settled() == expected.size());
    check_all_is_well(w, expected);
}

/// Runs it on 250 members: each matching one is changed by one request.
void check_each_once(std::string const& operation) {
    BOOST_TEST_CONTEXT(operation) {
        world w(250, operation, R"(, "pace": {"pageSize": 20})");
        auto const expected = w.platform.matching();
        check_complete(w, expected);
        BOOST_TEST(count(w, outcome::done) == 125);
        for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(each_operation_changes_each_matching_member_once) {
    check_each_once(add_plan);
    check_each_once(R"("update": {"customFields": {"score": "7"}})");
    check_each_once(R"("update": {"json": {"score": 7}, "merge": true})");
    check_each_once(R"("delete": {})"); // the list gets shorter while it is read
    check_each_once(R"("request": {"method": "POST", "path": "/members/{{id}}/bump", "idempotent": false})");
}

BOOST_AUTO_TEST_CASE(an_outcome_rides_with_the_next_intent) {
    constexpr std::size_t own = 3;      // of a member: its intent's write and sync, and its request
    constexpr std::size_t others = 200; // of the list's pages, the checkpoints and the run itself
    world w(250, add_plan, R"(, "pace": {"pageSize": 100, "concurrency": 1})");
    check_complete(w, w.platform.matching());
    BOOST_TEST(w.end.steps().size() > own * 125);
    BOOST_TEST(w.end.steps().size() < own * 125 + others);
}

namespace {

/// Runs it on 250 members: one sync is to serve several. Each one's own intent would make three steps of a
/// member: its write, its sync, its request.
void check_syncs_are_shared(std::string const& pace, std::chrono::milliseconds latency) {
    constexpr std::size_t others = 100; // of the list's pages, the checkpoints and the run itself
    world w(250, add_plan, R"(, "pace": {"pageSize": 100, )" + pace + "}");
    set_latency(w, latency);
    check_complete(w, w.platform.matching());
    BOOST_TEST(w.end.steps().size() > 125U);
    BOOST_TEST(w.end.steps().size() < 2 * 125 + others);
}

} // namespace

BOOST_AUTO_TEST_CASE(one_sync_serves_half_of_those_who_wait_for_their_turns) {
    check_syncs_are_shared(R"("requestsPerSecond": 25, "concurrency": 8)", std::chrono::milliseconds(10));
}

BOOST_AUTO_TEST_CASE(one_sync_serves_the_next_units_too_where_no_limit_holds_them_back) {
    check_syncs_are_shared(R"("requestsPerSecond": 0, "concurrency": 4)", std::chrono::milliseconds(100));
}

BOOST_AUTO_TEST_CASE(a_plan_is_taken_away) {
    world w(60, R"("removePlan": {"planId": "pln_gold"})");
    auto const expected = w.platform.matching();
    w.platform.answer(
        http::request(http::method::post, "/members/mem_20/add-plan", R"({"planId":"pln_gold"})"));
    auto const report = w.run();
    BOOST_TEST(report.complete);
    BOOST_TEST(count(w, outcome::done) == 1);
    BOOST_TEST(count(w, outcome::already) == 29);
    BOOST_TEST(w.platform.document("mem_20").at("planConnections").as_array().size() == 1U); // the other one
}

BOOST_AUTO_TEST_CASE(merging_keeps_what_else_the_json_holds) {
    world w(20, R"("update": {"json": {"score": 7}, "merge": true})");
    w.run();
    auto const document = w.platform.document("mem_20");
    auto const& json = document.at("json").as_object();
    BOOST_TEST(json.at("kept").as_int64() == 20);
    BOOST_TEST(json.at("score").as_int64() == 7);
}

BOOST_AUTO_TEST_CASE(members_that_have_it_already_cost_no_request) {
    world w(40, add_plan);
    auto const expected = w.platform.matching();
    w.platform.answer(
        http::request(http::method::post, "/members/mem_20/add-plan", R"({"planId":"pln_gold"})"));
    check_complete(w, expected);
    BOOST_TEST(count(w, outcome::already) == 1);
    BOOST_TEST(w.outcomes().at("mem_20").front().attempts == 0);
}

BOOST_AUTO_TEST_CASE(the_journal_holds_run_pages_intents_outcomes_and_end) {
    world w(40, add_plan, R"(, "pace": {"pageSize": 10})");
    auto const report = w.run();
    BOOST_TEST(report.end.seen == 40);
    auto const records = w.records();
    std::map<std::size_t, int> kinds;
    for (auto const& r : records) ++kinds[r.index()];
    BOOST_TEST(std::holds_alternative<journal::job_opened>(records.front()));
    BOOST_TEST(std::get<journal::run_ended>(records.back()).complete);
    BOOST_TEST(kinds[journal::record(journal::run_started()).index()] == 1);
    BOOST_TEST(kinds[journal::record(journal::page_read()).index()] == 4);
    BOOST_TEST(kinds[journal::record(journal::intent()).index()] == 20);
    BOOST_TEST(kinds[journal::record(journal::member_settled()).index()] == 20);
}

/// How many lines the journal has that hold several records.
std::size_t shared_lines(world& w) {
    auto const text = w.journal_text();
    std::size_t found = 0;
    for (std::string const type : {R"({"t":"intents")", R"({"t":"outcomes")"})
        for (auto at = text.find(type); at != text.npos; at = text.find(type, at + 1)) ++found;
    return found;
}

BOOST_AUTO_TEST_CASE(a_journal_of_an_older_version_is_gone_on_with_as_it_is) {
    for (std::uint64_t const version : {1U, 2U}) {
        world w(40, add_plan, "", 1, "bulk");
        w.journal_version = version;
        engine::run_choices some;
        some.limit = 6;
        w.run(some);
        check_complete(w, w.platform.matching());
        BOOST_TEST((shared_lines(w) > 0) == (version == 2));
    }
}

BOOST_AUTO_TEST_CASE(an_empty_list_is_complete) {
    world w(0, add_plan);
    check_complete(w, {});
}

BOOST_AUTO_TEST_SUITE_END()
