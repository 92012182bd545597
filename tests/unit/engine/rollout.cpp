#include "support.hpp"

BOOST_AUTO_TEST_SUITE(rollout)

using namespace muster;
using namespace muster::simulated;
using reason = engine::stop_reason::kind;
using core::outcome;

namespace {

constexpr auto steps = R"(, "rollout": [5, 20, "50%"], "pace": {"pageSize": 30})";

bool is_look(http::request const& r) {
    return r.verb == http::method::get && r.target.starts_with("/members/mem_");
}

/// Somebody else takes the plan away again.
void take_plan(world& w, std::string const& id) {
    w.platform.answer(
        http::request(http::method::post, "/members/" + id + "/remove-plan", R"({"planId":"pln_gold"})"));
}

} // namespace

BOOST_AUTO_TEST_CASE(each_step_waits_for_the_one_before_and_is_looked_at) {
    world w(400, add_plan, steps); // of whom 200 match
    auto const expected = w.platform.matching();
    std::uint64_t sent = 0, looks = 0;
    std::vector<std::uint64_t> looks_at;
    w.direct = [&](http::request const& r) {
        if (is_look(r)) ++looks;
        if (is_change(r)) {
            ++sent;
            for (std::uint64_t const step : {5U, 20U, 100U})
                if (sent == step + 1) {
                    looks_at.push_back(looks);
                    BOOST_TEST(w.outcomes().size() == step);
                }
        }
        return treatment();
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(looks_at == (std::vector<std::uint64_t>{5, 20, 100}), boost::test_tools::per_element());
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(of_a_large_step_some_are_looked_at) {
    world w(1000, add_plan, R"(, "rollout": [300])");
    std::uint64_t looks = 0;
    w.direct = [&](http::request const& r) {
        if (is_look(r)) ++looks;
        return treatment();
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(looks == 100U);
}

BOOST_AUTO_TEST_CASE(who_is_not_as_written_stops_it) {
    world w(400, add_plan, steps);
    w.direct = [&](http::request const& r) {
        if (is_look(r)) take_plan(w, "mem_40");
        return treatment();
    };
    auto const stopped = w.run();
    BOOST_TEST(stopped.stopped_for(reason::canary));
    BOOST_TEST(
        stopped.reason
        == "of the first 5 members, a step of the rollout, 1 of 5 that were looked at again are not as "
           "they were written, mem_40 for one; nobody else was changed");
    BOOST_TEST(w.outcomes().size() == 5U);
    // A resume alone looks at the same members again.
    auto const again = w.run();
    BOOST_TEST(again.stopped_for(reason::canary));
    BOOST_TEST(again.reason == stopped.reason);
    BOOST_TEST(w.outcomes().size() == 5U);
    // With --past-canary it goes on to the next step, in which everybody is well.
    BOOST_TEST(w.run({std::nullopt, true, std::nullopt}).complete);
    BOOST_TEST(count(w, outcome::done) == 200U);
}

BOOST_AUTO_TEST_CASE(too_many_failures_stop_it_and_those_of_a_step_that_was_excused_do_not_count_again) {
    world w(400, add_plan, steps);
    w.platform.unacceptable = {"mem_60", "mem_600"};
    auto const stopped = w.run();
    BOOST_TEST(stopped.stopped_for(reason::canary));
    BOOST_TEST(
        stopped.reason.starts_with("of the first 5 members, a step of the rollout, 1 came out neither"));
    // Of the first twenty nobody else failed, and of the first half one of the others may not, but of 95.
    auto const again = w.run({std::nullopt, true, std::nullopt});
    BOOST_TEST(again.stopped_for(reason::canary));
    BOOST_TEST(w.outcomes().size() == 100U);
    BOOST_TEST(w.run({std::nullopt, true, std::nullopt}).complete);
}

BOOST_AUTO_TEST_CASE(whoever_was_changed_before_an_interruption_is_looked_at_too) {
    world w(400, add_plan, steps);
    BOOST_TEST(w.run({4, false, std::nullopt}).stopped_for(reason::limit));
    take_plan(w, "mem_40");
    auto const stopped = w.run();
    BOOST_TEST(stopped.stopped_for(reason::canary));
    BOOST_TEST(stopped.reason.find("1 of 5 that were looked at again") != std::string::npos);
    BOOST_TEST(w.outcomes().size() == 5U);
}

BOOST_AUTO_TEST_CASE(whoever_cannot_be_looked_at_keeps_the_others_back) {
    world w(400, add_plan, R"(, "rollout": [5], "retry": {"attempts": 2})");
    w.direct = [&](http::request const& r) {
        treatment t;
        if (!is_look(r)) return t;
        t.what = treatment::kind::turned_away;
        t.alter = [](http::reply& reply) {
            reply.status = 403;
            reply.body = R"({"message":"no"})";
        };
        return t;
    };
    auto const stopped = w.run();
    BOOST_TEST(stopped.stopped_for(reason::canary));
    BOOST_TEST(stopped.reason.find("could not be looked at again") != std::string::npos);
    BOOST_TEST(w.outcomes().size() == 5U);
}

BOOST_AUTO_TEST_CASE(a_part_that_comes_to_less_on_a_resume_is_judged_all_the_same) {
    // Those who match stand at the head of the list: at first a half seems to be more than it is.
    world w(400, add_plan, R"(, "rollout": ["50%"], "stopAfter": null, "pace": {"pageSize": 30})");
    for (auto const& id : w.platform.matching())
        if (std::stoul(id.substr(4)) > 2000) w.platform.erase(id);
    w.platform.unacceptable = w.platform.matching();
    auto const stopped = w.run();
    BOOST_TEST(stopped.stopped_for(reason::canary));
    auto const settled = w.outcomes().size();
    BOOST_TEST(w.run().stopped_for(reason::canary));
    BOOST_TEST(w.outcomes().size() == settled);
}

BOOST_AUTO_TEST_CASE(some_may_fail) {
    world w(400, add_plan, R"(, "rollout": {"steps": [100], "maxFailed": 0.01})");
    w.platform.unacceptable = {"mem_60"};
    BOOST_TEST(w.run().complete);
    BOOST_TEST(count(w, outcome::failed) == 1U);
}

BOOST_AUTO_TEST_CASE(whoever_was_deleted_is_not_to_be_found) {
    world w(100, R"("delete": {})", R"(, "rollout": [5, 20])");
    auto const expected = w.platform.matching();
    BOOST_TEST(w.run().complete);
    BOOST_TEST(count(w, outcome::done) == 50U);
}

BOOST_AUTO_TEST_CASE(a_resume_waits_at_the_same_step) {
    world w(400, add_plan, steps);
    BOOST_TEST(w.run({12, false, std::nullopt}).stopped_for(reason::limit));
    std::uint64_t sent = 12;
    w.direct = [&](http::request const& r) {
        if (is_change(r) && ++sent == 21) BOOST_TEST(w.outcomes().size() == 20U);
        return treatment();
    };
    BOOST_TEST(w.run().complete);
    BOOST_TEST(sent == 200U);
}

BOOST_AUTO_TEST_SUITE_END()
