#include "support.hpp"

BOOST_AUTO_TEST_SUITE(canary)

using namespace muster;
using namespace muster::simulated;
using reason = engine::stop_reason::kind;
using core::outcome;

namespace {

constexpr auto ten_first = R"(, "canary": {"members": 10}, "pace": {"pageSize": 30})";

std::uint64_t settled(world& w) {
    return w.outcomes().size();
}

} // namespace

BOOST_AUTO_TEST_CASE(a_canary_that_is_well_lets_everyone_pass) {
    world w(200, add_plan, ten_first);
    auto const expected = w.platform.matching();
    BOOST_TEST(w.run().complete);
    BOOST_TEST(count(w, outcome::done) == expected.size());
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(nobody_else_is_sent_before_the_canary_has_its_outcomes) {
    world w(200, add_plan, ten_first);
    std::uint64_t sent = 0;
    w.direct = [&](http::request const& r) {
        if (is_change(r) && ++sent > 10) BOOST_TEST(w.outcomes().size() >= 10U);
        return treatment();
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(sent == 100U);
}

BOOST_AUTO_TEST_CASE(one_failure_among_them_stops_the_job_until_the_user_says_yes) {
    world w(200, add_plan, ten_first);
    auto const expected = w.platform.matching();
    w.platform.unacceptable = {"mem_60"};
    auto const stopped = w.run();
    BOOST_TEST(!stopped.complete);
    BOOST_TEST(stopped.stopped_for(reason::canary));
    BOOST_TEST(stopped.reason.find("of the first 10 members") == 0U);
    BOOST_TEST(settled(w) == 10U);

    auto const arrived = w.platform.ledger().size();
    auto const again = w.run(); // a resume alone does not go on
    BOOST_TEST(again.stopped_for(reason::canary));
    BOOST_TEST(settled(w) == 10U);
    BOOST_TEST(w.platform.ledger().size() == arrived);

    BOOST_TEST(w.run({std::nullopt, true, std::nullopt}).complete);
    BOOST_TEST(count(w, outcome::done) == expected.size() - 1);
    BOOST_TEST(count(w, outcome::failed) == 1U);
}

BOOST_AUTO_TEST_CASE(a_member_that_is_gone_is_a_surprise_too) {
    world w(60, add_plan, ten_first);
    w.direct = [&](http::request const& r) {
        if (is_change(r) && w.platform.exists("mem_40")) w.platform.erase("mem_40");
        return treatment();
    };
    BOOST_TEST(w.run().stopped_for(reason::canary));
    BOOST_TEST(count(w, outcome::gone) == 1U);
}

BOOST_AUTO_TEST_CASE(who_has_it_already_passes_and_those_to_change_come_first) {
    world w(60, add_plan, R"(, "canary": {"members": 4})");
    for (auto const* const id : {"mem_20", "mem_40", "mem_60"})
        w.platform.answer(http::request(http::method::post, std::string("/members/") + id + "/add-plan",
                                        R"({"planId":"pln_gold"})"));
    w.platform.unacceptable = {"mem_80"};
    BOOST_TEST(w.run().stopped_for(reason::canary));
    BOOST_TEST(count(w, outcome::already) == 0U);
    BOOST_TEST(count(w, outcome::done) == 3U);
}

BOOST_AUTO_TEST_CASE(once_past_it_a_resume_does_not_stop_for_it_again) {
    world w(200, add_plan, ten_first);
    auto const expected = w.platform.matching();
    w.platform.unacceptable = {"mem_100", "mem_1000"};
    BOOST_TEST(w.run({15, true, std::nullopt}).stopped_for(reason::limit));
    BOOST_TEST(w.run().complete);
    BOOST_TEST(count(w, outcome::done) == expected.size() - 2);
}

BOOST_AUTO_TEST_CASE(limits_and_stops_within_it_do_not_let_others_pass) {
    world w(200, add_plan, ten_first);
    w.platform.unacceptable = {"mem_200"}; // the tenth
    BOOST_TEST(w.run({4, false, std::nullopt}).stopped_for(reason::limit));
    BOOST_TEST(settled(w) == 4U);
    BOOST_TEST(w.run().stopped_for(reason::canary));
    BOOST_TEST(settled(w) == 10U);
}

BOOST_AUTO_TEST_CASE(a_list_shorter_than_it_is_a_complete_job) {
    world w(10, add_plan, ten_first);
    w.platform.unacceptable = {"mem_60"};
    auto const report = w.run();
    BOOST_TEST(report.complete);
    BOOST_TEST(count(w, outcome::failed) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
