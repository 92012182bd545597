#include "support.hpp"

BOOST_AUTO_TEST_SUITE(stopping)

using namespace muster;
using namespace muster::simulated;
using reason = engine::stop_reason::kind;
using core::outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

std::uint64_t withdrawn(world& w) {
    std::uint64_t n = 0;
    for (auto const& r : w.records()) n += std::holds_alternative<journal::intent_withdrawn>(r) ? 1U : 0U;
    return n;
}

void check_resumes(world& w, std::set<std::string> const& expected) {
    auto const resumed = w.run();
    BOOST_TEST(resumed.complete);
    BOOST_TEST(resumed.end.matched == expected.size());
    check_all_is_well(w, expected);
}

} // namespace

BOOST_AUTO_TEST_CASE(what_is_in_flight_is_finished_and_what_was_not_sent_is_withdrawn) {
    world w(200, add_plan, R"(, "pace": {"requestsPerSecond": 4})");
    auto const expected = w.platform.matching();
    set_latency(w, milliseconds(600));
    w.at(milliseconds(5100), [](engine::run& j) { j.request_stop("interrupted"); });
    auto const stopped = w.run();
    BOOST_TEST(!stopped.complete);
    BOOST_TEST(!stopped.error.has_value());
    BOOST_TEST(stopped.reason == "interrupted");
    BOOST_TEST(stopped.took <= milliseconds(5700));
    BOOST_TEST(w.platform.ledger().size() == count(w, outcome::done)); // whatever was sent has its outcome
    BOOST_TEST(withdrawn(w) > 0U);
    auto const ended = std::get<journal::run_ended>(w.records().back());
    BOOST_TEST(!ended.complete);
    BOOST_TEST(ended.reason == "interrupted");
    check_resumes(w, expected);
    for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_noted_ahead_is_withdrawn_too) {
    world w(400, add_plan, R"(, "pace": {"requestsPerSecond": 0, "concurrency": 4})");
    auto const expected = w.platform.matching();
    set_latency(w, milliseconds(100));
    w.at(milliseconds(2050), [](engine::run& j) { j.request_stop("interrupted"); });
    BOOST_TEST(!w.run().complete);
    BOOST_TEST(withdrawn(w) > 4U); // more than can have been on their way
    journal::state all;
    for (auto const& r : w.records()) all.apply(r);
    BOOST_TEST(all.pending().empty());
    BOOST_TEST(w.platform.ledger().size() == count(w, outcome::done));
    check_resumes(w, expected);
    for (auto const& id : expected) BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_while_the_platform_is_down_and_a_probe_is_due) {
    world w(200, add_plan);
    auto const expected = w.platform.matching();
    std::size_t changes = 0;
    w.direct = [&](http::request const& r) {
        treatment t;
        bool const down = w.time.now() - virtual_time::start() > seconds(1);
        if (down) t.what = treatment::kind::error_before;
        if (is_change(r) && down && changes++ == 0) t.what = treatment::kind::silent_effect; // it hangs
        return t;
    };
    for (int s = 4; s < 12; ++s) // at one of these, the platform counts as down, and no probe is under way
        w.at(seconds(s), [s](engine::run& j) {
            if (j.snapshot().platform_down || s == 11) j.request_stop("interrupted");
        });
    auto const stopped = w.run();
    BOOST_TEST(stopped.end.platform_down);
    BOOST_TEST(stopped.stopped_for(reason::asked));
    BOOST_TEST(stopped.took < seconds(22));
    w.direct = [](http::request const&) { return treatment(); };
    check_resumes(w, expected);
}

BOOST_AUTO_TEST_CASE(a_platform_that_hangs_holds_a_stop_for_ten_seconds_only) {
    world w(60, add_plan);
    auto const expected = w.platform.matching();
    w.direct = [](http::request const& r) {
        treatment t;
        if (is_change(r)) t.what = treatment::kind::silent_effect;
        return t;
    };
    w.at(seconds(2), [](engine::run& j) { j.request_stop("interrupted"); });
    auto const stopped = w.run();
    BOOST_TEST(stopped.took >= seconds(12));
    BOOST_TEST(stopped.took < milliseconds(12100));
    BOOST_TEST(w.platform.ledger().size() > count(w, outcome::done));
    w.direct = [](http::request const&) { return treatment(); };
    check_resumes(w, expected);
    for (auto const& id : expected)
        BOOST_TEST(w.platform.ledger().at(id).change_requests == 1U); // read back instead
}

BOOST_AUTO_TEST_CASE(a_stop_while_the_platform_is_down_is_prompt) {
    world w(200, add_plan);
    auto const expected = w.platform.matching();
    w.unreachable = [&] { return w.time.now() - virtual_time::start() > seconds(1); };
    w.at(seconds(120), [](engine::run& j) { j.request_stop("interrupted"); });
    auto const stopped = w.run();
    BOOST_TEST(stopped.took < seconds(121));
    BOOST_TEST(stopped.reason == "interrupted");
    w.unreachable = [] { return false; };
    check_resumes(w, expected);
}

BOOST_AUTO_TEST_CASE(a_stop_before_the_first_request_loses_nothing) {
    world w(60, add_plan);
    auto const expected = w.platform.matching();
    w.at({}, [](engine::run& j) { j.request_stop("interrupted"); });
    BOOST_TEST(!w.run().complete);
    check_resumes(w, expected);
}

BOOST_AUTO_TEST_CASE(a_limit_ends_the_run_in_the_middle_of_a_page_and_a_resume_does_the_rest) {
    world w(200, add_plan, R"(, "pace": {"pageSize": 10})");
    auto const expected = w.platform.matching();
    auto const first = w.run({7, false, std::nullopt});
    BOOST_TEST(first.stopped_for(reason::limit));
    BOOST_TEST(!first.complete);
    BOOST_TEST(w.outcomes().size() == 7U);
    BOOST_TEST(w.run({10, false, std::nullopt}).stopped_for(reason::limit)); // the end of a page
    BOOST_TEST(w.outcomes().size() == 17U);
    check_resumes(w, expected);
    BOOST_TEST(w.notices.empty()); // nobody was met twice
}

BOOST_AUTO_TEST_CASE(members_that_need_nothing_take_no_part_of_a_limit) {
    world w(200, add_plan, R"(, "pace": {"pageSize": 10, "concurrency": 1})");
    auto const expected = w.platform.matching();
    std::size_t had = 0;
    for (auto const& id : expected) {
        if (++had > 20) break;
        std::vector<provider::assignment> const given{{id, core::add_plan{"pln_gold"}}};
        w.platform.answer(w.job.platform->perform(given));
    }
    BOOST_TEST(w.run({7, false, std::nullopt}).stopped_for(reason::limit));
    BOOST_TEST(count(w, outcome::already) + count(w, outcome::done) > 7U);
    BOOST_TEST(count(w, outcome::done) == 7U);
}

BOOST_AUTO_TEST_CASE(more_members_than_expected_stop_the_job_before_the_surplus) {
    world w(200, add_plan, R"(, "pace": {"pageSize": 10})");
    auto const expected = w.platform.matching();
    engine::run_choices choices;
    choices.at_most = expected.size() - 1;
    auto const stopped = w.run(choices);
    BOOST_TEST(!stopped.complete);
    BOOST_TEST(stopped.stopped_for(reason::surplus));
    BOOST_TEST(stopped.reason.starts_with(std::to_string(expected.size()) + " members match so far"));
    BOOST_TEST(w.outcomes().size() < expected.size());
    auto const before = w.outcomes().size();
    BOOST_TEST(w.run(choices).stopped_for(reason::surplus)); // a resume does not forget the members before it
    BOOST_TEST(w.outcomes().size() == before);
    choices.at_most = expected.size();
    BOOST_TEST(w.run(choices).complete);
    check_all_is_well(w, expected);
}

BOOST_AUTO_TEST_CASE(of_none_expected_nobody_is_changed) {
    world w(60, add_plan);
    engine::run_choices choices;
    choices.at_most = 0;
    BOOST_TEST(w.run(choices).stopped_for(reason::surplus));
    BOOST_TEST(w.outcomes().empty());
}

BOOST_AUTO_TEST_CASE(too_many_failures_stop_the_job_and_a_resume_goes_on) {
    world w(60, add_plan, R"(, "stopAfter": {"failures": 3}, "pace": {"concurrency": 1})");
    auto const expected = w.platform.matching();
    for (auto const* const id : {"mem_40", "mem_80", "mem_100", "mem_120", "mem_160"})
        w.platform.unacceptable.insert(id);
    auto const stopped = w.run();
    BOOST_TEST(!stopped.complete);
    BOOST_TEST(!stopped.error.has_value());
    BOOST_TEST(stopped.reason.starts_with("3 members came out failed"));
    BOOST_TEST(count(w, outcome::failed) == 3U);
    check_resumes(w, expected);
    BOOST_TEST(count(w, outcome::failed) == 5U);
}

BOOST_AUTO_TEST_CASE(a_rate_of_failures_stops_the_job_once_there_are_fifty_outcomes) {
    for (std::string const extra : {R"(, "stopAfter": {"failureRate": 0.2})", R"(, "stopAfter": {})", ""}) {
        world w(400, add_plan, extra + R"(, "pace": {"concurrency": 1})");
        w.platform.unacceptable = w.platform.matching();
        auto const stopped = w.run();
        BOOST_TEST(!stopped.complete);
        BOOST_TEST(stopped.stopped_for(reason::failures));
        BOOST_TEST(count(w, outcome::failed) == 50U);
    }
}

BOOST_AUTO_TEST_CASE(a_hundred_failures_stop_a_job_that_says_nothing_of_it) {
    world w(4000, add_plan, R"(, "stopAfter": {"failureRate": null}, "pace": {"concurrency": 1})");
    w.platform.unacceptable = w.platform.matching();
    BOOST_TEST(w.run().stopped_for(reason::failures));
    BOOST_TEST(count(w, outcome::failed) == 100U);
}

BOOST_AUTO_TEST_CASE(members_who_are_gone_count_as_failures_do) {
    // A wrong path: everybody is sent, and nobody is found.
    world w(400, R"("request": {"method": "POST", "path": "/nowhere/{{id}}", "idempotent": true})",
            R"(, "pace": {"concurrency": 1})");
    auto const stopped = w.run();
    BOOST_TEST(stopped.stopped_for(reason::failures));
    BOOST_TEST(count(w, outcome::gone) + count(w, outcome::failed) == 50U);
}

BOOST_AUTO_TEST_CASE(nothing_stops_a_job_that_says_null) {
    world w(800, add_plan, R"(, "stopAfter": null)");
    w.platform.unacceptable = w.platform.matching();
    BOOST_TEST(w.run().complete);
    BOOST_TEST(count(w, outcome::failed) == w.platform.matching().size());
}

BOOST_AUTO_TEST_SUITE_END()
