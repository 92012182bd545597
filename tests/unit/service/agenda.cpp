#include "service/agenda.hpp"

#include "plans.hpp"
#include "service/start.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

namespace muster::service {
std::ostream& operator<<(std::ostream& out, act const& a) {
    return out << (a.what == act::kind::start    ? "start "
                   : a.what == act::kind::resume ? "resume "
                                                 : "stop ")
               << a.job;
}
} // namespace muster::service

BOOST_AUTO_TEST_SUITE(agenda)

using namespace muster;
using namespace muster::service;
using namespace std::chrono_literals;
using muster::tests::at;
using muster::tests::job_for;
using muster::tests::nightly;
using timetable = schedule::timetable;
using state = job_facts::state;

namespace {

std::vector<act> acts(plan const& p, std::vector<job_facts> const& jobs, std::string const& now,
                      troubles const& tried = {}) {
    return look_at(p, jobs, tried, at(now)).acts;
}

std::vector<act> const nothing;

std::vector<act> one(act::kind what, std::string const& job) {
    return {{what, job}};
}

} // namespace

BOOST_AUTO_TEST_CASE(an_id_tells_its_start) {
    auto const t = at("2026-11-25T01:02:03Z");
    BOOST_TEST(scheduled_job_id("a-b", t) == "a-b-20261125T010203Z");
    BOOST_TEST((start_of_job("a-b", "a-b-20261125T010203Z") == t));
    BOOST_TEST(!start_of_job("a", "a-b-20261125T010203Z"));
    BOOST_TEST(!start_of_job("a-b", "a-b-20261125T010203Z-1a2b"));
    BOOST_TEST(!start_of_job("a-b", "a-b-20261325T010203Z"));
    BOOST_TEST(is_job_of("a-b", "a-b-20261125T010203Z-1a2b"));
    BOOST_TEST(!is_job_of("a", "a-b-20261125T010203Z"));
    BOOST_TEST(!is_job_of("a-b", "a-b-c"));
    std::vector<std::string> const ids{"a-20261101T000000Z", "a-20261102T000000Z-1a2b",
                                       "a-b-20261102T000000Z", "a-by-hand"};
    BOOST_TEST(job_before("a", "a-20261103T000000Z", ids).value() == ids[1]);
    BOOST_TEST(job_before("a", "a-20261102T000000Z", ids).value() == ids[0]);
    BOOST_TEST(!job_before("a", "a-20261101T000000Z", ids).has_value());
}

BOOST_AUTO_TEST_CASE(jitter_is_the_same_each_time_and_ends_before_the_next_start) {
    auto const t = at("2026-11-25T01:00:00Z");
    std::set<core::wall_time> seen;
    for (auto const* const name : {"a", "b", "c", "d", "e"}) {
        auto const due = due_moment(name, 10min, t, t + 24h);
        BOOST_TEST((due >= t && due <= t + 10min));
        BOOST_TEST((due == due_moment(name, 10min, t, t + 24h)));
        BOOST_TEST((due_moment(name, 10min, t, t + 1min) < t + 1min));
        seen.insert(due);
    }
    BOOST_TEST(seen.size() > 2U);
}

BOOST_AUTO_TEST_CASE(a_start_is_made_when_it_is_due_and_once) {
    auto const p = nightly();
    BOOST_TEST(acts(p, {}, "2026-11-25T00:59:59Z") == nothing);
    BOOST_TEST((look_at(p, {}, {}, at("2026-11-25T00:30:00Z")).again == at("2026-11-25T01:00:00Z")));
    BOOST_TEST(acts(p, {}, "2026-11-25T01:00:00Z") == one(act::kind::start, "n-20261125T010000Z"));
    auto const done = job_for(p, "2026-11-25T01:00:00Z", state::over);
    BOOST_TEST(acts(p, {done}, "2026-11-25T01:00:01Z") == nothing);
    BOOST_TEST(acts(p, {done}, "2026-11-25T00:59:00Z") == nothing); // set back
    BOOST_TEST(acts(p, {done}, "2026-11-25T01:00:00Z") == nothing);
}

BOOST_AUTO_TEST_CASE(what_was_due_before_the_spec_was_written_is_not_missed) {
    auto p = nightly();
    p.since = at("2026-11-25T01:00:00Z");
    BOOST_TEST(acts(p, {}, "2026-11-25T01:00:01Z") == nothing);
    BOOST_TEST(acts(p, {}, "2026-11-26T01:00:01Z") == one(act::kind::start, "n-20261126T010000Z"));
}

BOOST_AUTO_TEST_CASE(missed_starts_are_made_up_for_as_the_spec_says) {
    auto p = nightly();
    p.since = at("2026-01-01T00:00:00Z");
    p.when.catch_up_for = 72h;
    auto const now = "2026-11-25T12:00:00Z";
    BOOST_TEST(acts(p, {}, now) == one(act::kind::start, "n-20261125T010000Z"));
    p.when.missed = timetable::catch_up::none;
    BOOST_TEST(acts(p, {}, now) == nothing);
    BOOST_TEST(acts(p, {}, "2026-11-25T01:05:00Z") == one(act::kind::start, "n-20261125T010000Z"));
    p.when.missed = timetable::catch_up::all;
    BOOST_TEST(acts(p, {}, now) == one(act::kind::start, "n-20261123T010000Z"));
    auto first = job_for(p, "2026-11-23T01:00:00Z", state::over);
    first.began = at("2026-11-25T12:00:00Z");
    first.ended = at("2026-11-25T12:10:00Z");
    BOOST_TEST(acts(p, {first}, "2026-11-25T12:20:00Z") == one(act::kind::start, "n-20261124T010000Z"));
    p.when.catch_up_for = 1h;
    BOOST_TEST(acts(p, {}, now) == nothing);
}

BOOST_AUTO_TEST_CASE(a_start_while_a_job_is_under_way) {
    auto p = nightly();
    auto job = job_for(p, "2026-11-25T01:00:00Z", state::running);
    std::string const second = "2026-11-26T01:00:00Z";
    BOOST_TEST(acts(p, {job}, second) == nothing);
    auto ended = job;
    ended.how = state::over;
    ended.ended = at("2026-11-26T03:00:00Z");
    BOOST_TEST(acts(p, {ended}, "2026-11-26T03:00:01Z") == nothing);

    p.when.on_overlap = timetable::overlap::queue;
    BOOST_TEST(acts(p, {job}, second) == nothing);
    BOOST_TEST(acts(p, {ended}, "2026-11-26T03:00:01Z") == one(act::kind::start, "n-20261126T010000Z"));

    p.when.on_overlap = timetable::overlap::replace;
    BOOST_TEST(acts(p, {job}, second) == one(act::kind::stop, "n-20261125T010000Z"));
    job.how = state::broken; // by that
    BOOST_TEST(acts(p, {job}, second) == one(act::kind::start, "n-20261126T010000Z"));
    auto const newer = job_for(p, second, state::running);
    BOOST_TEST(acts(p, {job, newer}, "2026-11-26T01:10:00Z") == nothing);
}

BOOST_AUTO_TEST_CASE(one_start_waits_at_most) {
    auto p = nightly();
    p.when.on_overlap = timetable::overlap::queue;
    p.when.missed = timetable::catch_up::all;
    p.when.catch_up_for = 240h;
    auto job = job_for(p, "2026-11-21T01:00:00Z", state::over);
    job.ended = at("2026-11-25T12:00:00Z");
    BOOST_TEST(acts(p, {job}, "2026-11-25T12:00:00Z") == one(act::kind::start, "n-20261125T010000Z"));
}

BOOST_AUTO_TEST_CASE(a_start_waits_for_its_window_and_is_under_way_meanwhile) {
    auto p = nightly("0 20,22 * * *");
    p.windows = muster::tests::window(1h, 5h);
    auto const evening = look_at(p, {}, {}, at("2026-11-24T22:30:00Z"));
    BOOST_TEST(evening.acts == nothing);
    BOOST_TEST((evening.again == at("2026-11-25T01:00:00Z")));
    BOOST_TEST(evening.why_not
               == "job n-20261124T200000Z waits for its window, which opens at Wed 2026-11-25 01:00 UTC");
    BOOST_TEST(acts(p, {}, "2026-11-25T01:00:00Z") == one(act::kind::start, "n-20261124T200000Z"));
    auto job = job_for(p, "2026-11-24T20:00:00Z", state::over);
    job.began = at("2026-11-25T01:00:00Z");
    job.ended = at("2026-11-25T02:00:00Z");
    BOOST_TEST(acts(p, {job}, "2026-11-25T02:00:01Z") == nothing);

    p.when.on_overlap = timetable::overlap::queue;
    BOOST_TEST(acts(p, {}, "2026-11-25T01:00:00Z") == one(act::kind::start, "n-20261124T220000Z"));
}

BOOST_AUTO_TEST_CASE(a_start_waits_longer_than_missed_ones_are_made_up_for) {
    auto p = nightly("0 20 * * *");
    p.windows = muster::tests::window(1h, 5h);
    p.when.catch_up_for = 1h;
    BOOST_TEST(acts(p, {}, "2026-11-25T01:00:00Z") == one(act::kind::start, "n-20261124T200000Z"));
    BOOST_TEST(acts(p, {}, "2026-11-25T02:00:01Z") == nothing);
}

BOOST_AUTO_TEST_CASE(a_job_whose_window_closed_goes_on_when_it_opens) {
    auto p = nightly();
    p.windows = muster::tests::window(1h, 5h);
    auto job = job_for(p, "2026-11-25T01:00:00Z", state::window);
    job.ended = at("2026-11-25T05:00:00Z");
    auto const day = look_at(p, {job}, {}, at("2026-11-25T12:00:00Z"));
    BOOST_TEST(day.acts == nothing);
    BOOST_TEST((day.again == at("2026-11-26T01:00:00Z")));
    BOOST_TEST(acts(p, {job}, "2026-11-26T01:00:00Z") == one(act::kind::resume, "n-20261125T010000Z"));
}

BOOST_AUTO_TEST_CASE(a_job_whose_quota_is_used_up_goes_on_when_the_next_request_may_go) {
    auto p = nightly();
    auto job = job_for(p, "2026-11-25T01:00:00Z", state::quota);
    job.ended = at("2026-11-25T01:00:40Z");
    job.until = at("2026-11-25T02:00:15Z");
    auto const early = look_at(p, {job}, {}, at("2026-11-25T01:30:00Z"));
    BOOST_TEST(early.acts == nothing);
    BOOST_TEST((early.again == at("2026-11-25T02:00:15Z")));
    BOOST_TEST(early.why_not == "job n-20261125T010000Z is resumed at Wed 2026-11-25 02:00:15 UTC");
    BOOST_TEST(acts(p, {job}, "2026-11-25T02:00:15Z") == one(act::kind::resume, job.id));
    BOOST_TEST(acts(p, {job}, "2026-11-25T00:30:00Z") == one(act::kind::resume, job.id)); // set back
    p.windows = muster::tests::window(1h, 2h);
    BOOST_TEST((look_at(p, {job}, {}, at("2026-11-25T01:30:00Z")).again == at("2026-11-26T01:00:00Z")));
}

BOOST_AUTO_TEST_CASE(a_job_that_was_killed_is_resumed_with_pauses_and_left_after_five) {
    auto const p = nightly();
    auto job = job_for(p, "2026-11-25T01:00:00Z", state::broken);
    job.ended = at("2026-11-25T01:10:00Z");
    BOOST_TEST(acts(p, {job}, "2026-11-25T01:10:05Z") == one(act::kind::resume, job.id));
    job.failures = 3;
    BOOST_TEST(acts(p, {job}, "2026-11-25T01:11:59Z") == nothing);
    BOOST_TEST(acts(p, {job}, "2026-11-25T01:12:00Z") == one(act::kind::resume, job.id));
    BOOST_TEST(acts(p, {job}, "2026-11-25T00:12:00Z") == one(act::kind::resume, job.id)); // set back
    job.failures = 5;
    job.reason = "it hurts";
    auto const left = look_at(p, {job}, {}, at("2026-11-25T09:00:00Z"));
    BOOST_TEST(left.acts == nothing);
    BOOST_TEST(left.needs_person);
    BOOST_TEST(left.why_not == "job n-20261125T010000Z is left, as 5 runs in a row got no further: it hurts");
    BOOST_TEST(acts(p, {job}, "2026-11-26T01:00:00Z") == one(act::kind::start, "n-20261126T010000Z"));
}

BOOST_AUTO_TEST_CASE(a_job_begun_by_hand_is_in_the_way_but_not_resumed) {
    auto const p = nightly();
    auto job = job_for(p, "2026-11-24T18:00:00Z", state::running);
    job.id += "-1a2b";
    job.start.reset();
    BOOST_TEST(acts(p, {job}, "2026-11-25T01:00:00Z") == nothing);
    job.how = state::broken;
    job.ended = job.began;
    BOOST_TEST(acts(p, {job}, "2026-11-25T00:00:00Z") == nothing);
    BOOST_TEST(acts(p, {job}, "2026-11-25T01:00:00Z") == one(act::kind::start, "n-20261125T010000Z"));
}

BOOST_AUTO_TEST_CASE(a_start_that_cannot_be_begun_is_tried_again_and_left) {
    auto p = nightly();
    std::string const id = "n-20261125T010000Z";
    trouble t{1, at("2026-11-25T01:00:00Z"), "no key", false};
    BOOST_TEST(acts(p, {}, "2026-11-25T01:00:29Z", {{id, t}}) == nothing);
    BOOST_TEST(acts(p, {}, "2026-11-25T01:00:30Z", {{id, t}}) == one(act::kind::start, id));
    t.in_a_row = 5;
    BOOST_TEST(acts(p, {}, "2026-11-25T09:00:00Z", {{id, t}}) == nothing);
    p.since = at("2026-01-01T00:00:00Z");
    p.when.catch_up_for = 72h;
    BOOST_TEST(acts(p, {}, "2026-11-25T09:00:00Z", {{id, t}}) == nothing); // no older one instead
    BOOST_TEST(acts(p, {}, "2026-11-26T01:00:00Z", {{id, t}}) == one(act::kind::start, "n-20261126T010000Z"));
}

BOOST_AUTO_TEST_CASE(a_paused_job_is_let_be) {
    auto const p = nightly();
    auto const job = job_for(p, "2026-11-25T01:00:00Z", state::held);
    auto const seen = look_at(p, {job}, {}, at("2026-11-26T01:00:00Z"));
    BOOST_TEST(seen.acts == nothing);
    BOOST_TEST(seen.needs_person);
    // Its mark is lifted in its journal, and nobody tells the supervisor.
    BOOST_TEST((seen.again && *seen.again <= at("2026-11-26T01:00:10Z")));
}

BOOST_AUTO_TEST_CASE(a_job_that_ended_before_the_clock_was_set_back_is_in_no_start_s_way) {
    for (auto const how : {timetable::overlap::skip, timetable::overlap::queue}) {
        auto p = nightly("0 * * * *");
        p.when.on_overlap = how;
        auto job = job_for(p, "2026-11-25T01:00:00Z", state::over);
        job.ended = at("2026-11-25T09:00:00Z"); // by the clock then; it is 01:30 in truth
        BOOST_TEST(acts(p, {job}, "2026-11-25T01:30:00Z") == nothing);
        BOOST_TEST(acts(p, {job}, "2026-11-25T02:00:01Z") == one(act::kind::start, "n-20261125T020000Z"));
    }
}

BOOST_AUTO_TEST_CASE(jobs_that_may_be_under_way_are_among_the_recent_ones) {
    auto const p = nightly();
    auto const id = [&](std::string const& day, std::string const& behind = "") {
        return scheduled_job_id(p.name, at("2026-11-" + day + "T01:00:00Z")) + behind;
    };
    std::vector<std::string> ids{id("01"), id("02")};
    for (auto const* const day : {"03", "04", "05", "06", "07", "08", "09", "10", "11"})
        ids.push_back(id(day, "-1a2b")); // begun by hand
    auto const recent = are_recent(p.name, ids, at("2026-11-12T00:00:00Z"));
    BOOST_TEST(recent.at(0)); // it is made up for, say
    BOOST_TEST(recent.at(1));
    BOOST_TEST(!recent.at(2));
    BOOST_TEST(recent.at(3));
    BOOST_TEST(recent.back());

    ids.clear();
    for (auto const* const day : {"01", "02", "11", "12", "13", "14", "15", "16", "17", "18"})
        ids.push_back(id(day));
    BOOST_TEST(!are_recent(p.name, ids, at("2026-11-19T00:00:00Z")).at(1));
    BOOST_TEST(are_recent(p.name, ids, at("2026-11-02T01:00:00Z")).at(1)); // the clock was set back
    BOOST_TEST(are_recent(p.name, ids, at("2026-11-02T01:00:00Z")).back());
}

BOOST_AUTO_TEST_CASE(the_next_starts_are_told) {
    auto p = nightly();
    p.when.jitter = 10min;
    auto const next = next_starts(p, at("2026-11-25T12:00:00Z"), 5);
    BOOST_REQUIRE(next.size() == 5U);
    BOOST_TEST((next.front().at == at("2026-11-26T01:00:00Z")));
    BOOST_TEST((next.back().at == at("2026-11-30T01:00:00Z")));
    BOOST_TEST((next.front().due - next.front().at <= 10min));
}

BOOST_AUTO_TEST_SUITE_END()
