#include "engine/course.hpp"

#include "../printing.hpp"
#include "course_desk.hpp"

#include <functional>
#include <set>

BOOST_AUTO_TEST_SUITE(course_of_a_unit)

using namespace muster;
using namespace muster::engine;
using namespace muster::engine::tests;
using core::outcome;
using std::chrono::minutes;
using std::chrono::seconds;

namespace json = boost::json;

BOOST_AUTO_TEST_CASE(what_is_begun_is_sent_and_what_is_answered_is_settled) {
    struct {
        core::verdict said;
        outcome becomes;
        char const* code;
    } const cases[] = {{core::done{}, outcome::done, ""},
                       {core::already{}, outcome::already, ""},
                       {core::gone{}, outcome::gone, ""},
                       {core::rejected{"bad", "no"}, outcome::failed, "bad"}};
    for (auto const& c : cases) {
        desk d(add_plan);
        BOOST_TEST(is<course::send>(d.after(course::begun{})));
        BOOST_TEST(is<course::over>(d.after(c.said)));
        BOOST_REQUIRE_EQUAL(d.done.size(), 1U);
        BOOST_TEST((d.done[0].outcome == c.becomes));
        BOOST_TEST(d.done[0].code == c.code);
        BOOST_TEST(d.done[0].member.attempts == 1U);
        BOOST_TEST(d.going.members.empty());
    }
}

BOOST_AUTO_TEST_CASE(whom_a_reply_says_it_made_is_kept_and_whom_a_look_finds_is_not) {
    desk told(add_plan);
    told.going.members[0].task.what = core::create_member{};
    told.after(course::begun{});
    told.after(core::done{"mem_new"});
    BOOST_TEST(told.done.at(0).made == "mem_new");

    desk another_change(add_plan);
    another_change.after(course::begun{});
    another_change.after(core::done{"mem_0"});
    BOOST_TEST(another_change.done.at(0).made == "");

    desk found(add_plan); // it may have been there before
    found.going.members[0].task.what = core::create_member{};
    found.after(course::begun{});
    found.after_fault(true);
    found.after(course::rested{});
    found.after_look(0, R"({"id": "mem_new"})");
    BOOST_TEST(found.done.at(0).outcome == outcome::done);
    BOOST_TEST(found.done.at(0).made == "");
}

BOOST_AUTO_TEST_CASE(whom_a_look_finds_was_not_made_by_a_job_that_began_later) {
    auto const made = [](std::string_view document, core::change what) {
        desk d(add_plan);
        d.job_began = core::parse_iso8601("2026-01-31T12:00:00Z");
        d.going.members[0].task.what = std::move(what);
        d.after(course::begun{});
        d.after_fault(true);
        d.after(course::rested{});
        d.after_look(0, document);
        return d.done.at(0).outcome;
    };
    core::create_member const create{{{"email", "a@example.com"}}};
    BOOST_TEST(made(R"({"createdAt": "2021-01-31T12:00:00Z"})", create) == outcome::already);
    BOOST_TEST(made(R"({"createdAt": "2026-01-31T11:44:59Z"})", create) == outcome::already);
    // Clocks may differ by so much.
    BOOST_TEST(made(R"({"createdAt": "2026-01-31T11:45:00Z"})", create) == outcome::done);
    BOOST_TEST(made(R"({"createdAt": "2026-01-31T12:00:01Z"})", create) == outcome::done);
    BOOST_TEST(made(R"({"createdAt": "yesterday"})", create) == outcome::done);
    BOOST_TEST(made(R"({})", create) == outcome::done);
    // A plan may have been added to whoever was there.
    BOOST_TEST(made(R"({"createdAt": "2021-01-31T12:00:00Z",
                        "planConnections": [{"planId": "pln_gold", "status": "ACTIVE", "active": true}]})",
                    core::add_plan{"pln_gold"})
               == outcome::done);
}

BOOST_AUTO_TEST_CASE(a_missing_member_that_was_to_be_deleted_was_deleted_before) {
    desk d(R"("delete": {})");
    d.after(course::begun{});
    d.after(core::gone{});
    BOOST_TEST(d.done.at(0).outcome == outcome::already);
    desk doubtful(R"("delete": {})");
    doubtful.after(course::begun{});
    doubtful.after_fault(true);
    doubtful.after(course::rested{});
    doubtful.after_look(0, "{}"); // it is there: sent again
    doubtful.after(core::gone{});
    BOOST_TEST(doubtful.done.at(0).outcome == outcome::done); // by the first request
}

BOOST_AUTO_TEST_CASE(whoever_is_to_be_made_and_is_refused_may_be_there_already) {
    for (bool const there : {true, false}) {
        desk d(add_plan);
        d.going.members[0].task.what = core::create_member{{{"email", "a@example.com"}}};
        d.after(course::begun{});
        BOOST_TEST(is<course::look>(d.after(core::rejected{"in-use", "no"})));
        BOOST_TEST(is<course::over>(d.after_look(0, there ? "{}" : "null")));
        BOOST_TEST(d.done.at(0).outcome == (there ? outcome::already : outcome::failed));
        BOOST_TEST(d.done.at(0).code == (there ? "" : "in-use"));
    }
    desk doubtful(add_plan);
    doubtful.going.members[0].task.what = core::create_member{{{"email", "a@example.com"}}};
    doubtful.after(course::begun{});
    doubtful.after_fault(true);
    doubtful.after(course::rested{});
    doubtful.after_look(0, "null"); // not there yet: sent again
    doubtful.after(core::rejected{"in-use", "no"});
    doubtful.after_look(0, "{}");
    BOOST_TEST(doubtful.done.at(0).outcome == outcome::done); // by the first request
}

BOOST_AUTO_TEST_CASE(of_an_upsert_whoever_is_there_must_be_as_the_row_says) {
    auto const upsert = [](desk& d) {
        auto& m = d.going.members[0];
        m.task.what = core::create_member{{{"email", "a@example.com"}}};
        m.if_there = core::change(core::add_plan{"pln_gold"});
        d.after(course::begun{});
    };
    for (bool const doubtful : {false, true})
        for (bool const is_so : {false, true}) {
            desk d(add_plan);
            upsert(d);
            if (doubtful) {
                d.after_fault(true);
                d.after(course::rested{});
            } else {
                d.after(core::rejected{"in-use", "no"});
            }
            BOOST_TEST(is<course::over>(d.after_look(0, is_so ? with_plan : without_plan)));
            auto const well = doubtful ? outcome::done : outcome::already;
            BOOST_TEST(d.done.at(0).outcome == (is_so ? well : outcome::failed));
            BOOST_TEST(d.done.at(0).code == (is_so ? "" : "made-meanwhile"));
        }
    desk not_looked_at(add_plan);
    upsert(not_looked_at);
    not_looked_at.after(core::already{});
    BOOST_TEST(not_looked_at.done.at(0).code == "made-meanwhile");
}

BOOST_AUTO_TEST_CASE(a_throttle_costs_no_attempt) {
    desk d(add_plan);
    d.after(course::begun{});
    for (int i = 0; i < 100; ++i) BOOST_TEST(is<course::send>(d.after(core::throttled{})));
    d.after(core::done{});
    BOOST_TEST(d.done.at(0).member.attempts == 1U);
}

BOOST_AUTO_TEST_CASE(a_request_that_was_not_sent_leaves_nothing_in_doubt) {
    desk d(add_plan);
    d.after(course::begun{});
    BOOST_TEST(is<course::wait>(d.after_fault(false)));
    BOOST_TEST(is<course::send>(d.after(course::rested{})));
    d.after(core::done{});
    BOOST_TEST(d.done.at(0).member.attempts == 1U);
}

BOOST_AUTO_TEST_CASE(what_may_have_taken_effect_is_read_back_before_anything_is_sent) {
    for (bool const by_reply : {true, false}) {
        desk d(add_plan);
        d.after(course::begun{});
        auto const failed = by_reply ? d.after(core::transient{"HTTP 503"}) : d.after_fault(true);
        BOOST_TEST(is<course::wait>(failed));
        BOOST_TEST(looked_at(d.after(course::rested{})) == 0U);
        BOOST_TEST(is<course::over>(d.after_look(0, with_plan)));
        BOOST_TEST(d.done.at(0).outcome == outcome::done);
        BOOST_TEST(d.done.at(0).member.doubtful); // it was told by reading
    }
    desk absent(add_plan);
    absent.after(course::begun{});
    absent.after_fault(true);
    absent.after(course::rested{});
    BOOST_TEST(is<course::send>(absent.after_look(0, without_plan)));
    absent.after(core::already{});
    BOOST_TEST(absent.done.at(0).outcome == outcome::done); // the first request did it after all
    desk gone(add_plan);
    gone.after(course::begun{});
    gone.after_fault(true);
    gone.after(course::rested{});
    BOOST_TEST(is<course::over>(gone.after_look(0, "null")));
    BOOST_TEST(gone.done.at(0).outcome == outcome::gone);
}

BOOST_AUTO_TEST_CASE(an_earlier_runs_intent_begins_in_doubt) {
    desk d(add_plan, 1, true);
    BOOST_TEST(looked_at(d.after(course::begun{})) == 0U);
}

BOOST_AUTO_TEST_CASE(what_must_not_be_sent_twice_ends_unknown_when_in_doubt) {
    desk d(once);
    d.after(course::begun{});
    BOOST_TEST(is<course::over>(d.after_fault(true)));
    BOOST_TEST(d.done.at(0).outcome == outcome::unknown);
    BOOST_TEST(d.done.at(0).code == "in-doubt");
    desk resumed(once, 1, true);
    BOOST_TEST(is<course::over>(resumed.after(course::begun{})));
    BOOST_TEST(resumed.done.at(0).outcome == outcome::unknown);
}

BOOST_AUTO_TEST_CASE(what_may_be_sent_twice_is_sent_again_without_a_look) {
    desk d(again);
    d.after(course::begun{});
    BOOST_TEST(is<course::wait>(d.after_fault(true)));
    BOOST_TEST(is<course::send>(d.after(course::rested{})));
}

BOOST_AUTO_TEST_CASE(read_modify_write_reads_right_before_each_request) {
    desk d(merge);
    BOOST_TEST(looked_at(d.after(course::begun{})) == 0U);
    BOOST_TEST(is<course::send>(d.after_look(0, R"({"json": {"kept": 1}})")));
    auto const& completed = std::get<core::update_fields>(*d.going.members.at(0).completed);
    BOOST_TEST((completed.set.at("json") == json::parse(R"({"kept": 1, "score": 7})")));
    BOOST_TEST(looked_at(d.after(core::throttled{})) == 0U); // afresh
    d.after_look(0, R"({"json": {}})");
    BOOST_TEST(is<course::wait>(d.after_fault(true)));
    BOOST_TEST(looked_at(d.after(course::rested{})) == 0U);
    BOOST_TEST(
        is<course::send>(d.after_look(0, R"({"json": {}})"))); // one look settles the doubt and completes
    BOOST_TEST(is<course::over>(d.after(core::done{})));
    desk gone(merge);
    gone.after(course::begun{});
    gone.after_look(0, "null");
    BOOST_TEST(gone.done.at(0).outcome == outcome::gone);
    BOOST_TEST(gone.done.at(0).member.attempts == 0U);
}

BOOST_AUTO_TEST_CASE(a_member_that_always_fails_while_others_succeed_fails_after_its_attempts) {
    desk d(add_plan);
    auto step = d.after(course::begun{});
    for (unsigned i = 1; i < attempts; ++i) {
        BOOST_TEST(is<course::send>(step));
        BOOST_TEST(is<course::wait>(d.after_fault(false)));
        d.others_succeed();
        step = d.after(course::rested{});
    }
    d.after_fault(false);
    d.others_succeed();
    BOOST_TEST(is<course::over>(d.after(course::rested{})));
    BOOST_TEST(d.done.at(0).outcome == outcome::failed);
    BOOST_TEST(d.done.at(0).code == "attempts-exhausted");
    BOOST_TEST(d.done.at(0).message == "connection reset");
}

BOOST_AUTO_TEST_CASE(one_in_doubt_has_as_many_tries_again_and_ends_unknown) {
    desk d(add_plan);
    d.after(course::begun{});
    d.after_fault(true);
    unsigned looks = 0;
    for (;; ++looks) {
        d.others_succeed();
        if (!is<course::look>(d.after(course::rested{}))) break;
        d.after(course::not_looked{"HTTP 500"});
    }
    BOOST_TEST(looks == 2 * attempts - 1);
    BOOST_TEST(d.done.at(0).outcome == outcome::unknown);
}

BOOST_AUTO_TEST_CASE(nobody_fails_for_a_platform_that_answers_nobody) {
    desk d(add_plan);
    d.after(course::begun{});
    for (int i = 0; i < 100; ++i) {
        BOOST_TEST(is<course::wait>(d.after_fault(false)));
        BOOST_TEST(is<course::send>(d.after(course::rested{})));
    }
    d.now += minutes(11);
    auto const end = d.after_fault(false);
    BOOST_TEST(is<course::give_up>(end));
    BOOST_TEST(std::get<course::give_up>(end).why.find("resume the job") != std::string::npos);
    BOOST_TEST(d.done.empty());
}

BOOST_AUTO_TEST_CASE(a_refusal_that_concerns_everyone_ends_the_job_and_takes_the_intents_back) {
    core::refused const refusal{core::refused::cause::credentials, "no such key"};
    desk d(add_plan, 2);
    d.after(course::begun{});
    BOOST_TEST(is<course::refused>(d.after(refusal)));
    BOOST_TEST(d.withdrawn.size() == 2U);
    BOOST_TEST(d.done.empty());
    desk doubtful(add_plan, 1, true);
    doubtful.after(course::begun{});
    doubtful.after_look(0, without_plan);
    BOOST_TEST(is<course::refused>(doubtful.after(refusal)));
    BOOST_TEST(doubtful.withdrawn.empty()); // an earlier request may still have done it
    desk mixed(add_plan, 3);
    mixed.after(course::begun{});
    BOOST_TEST(is<course::refused>(mixed.after({core::done{}, refusal, core::rejected{"bad", ""}})));
    BOOST_TEST(mixed.done.size() == 2U);
    BOOST_TEST(mixed.withdrawn == (std::vector<std::string>{"mem_1"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_stop_takes_back_what_had_no_effect_and_keeps_what_is_in_doubt_open) {
    desk fresh(add_plan, 2);
    fresh.stopping = true;
    BOOST_TEST(is<course::over>(fresh.after(course::begun{})));
    BOOST_TEST(fresh.withdrawn.size() == 2U);
    desk sent(add_plan, 2);
    sent.after(course::begun{});
    sent.stopping = true;
    BOOST_TEST(is<course::over>(sent.after_fault(true, http::fault_kind::aborted)));
    BOOST_TEST(sent.withdrawn.empty());
    BOOST_TEST(sent.done.empty());
    desk answered(add_plan);
    answered.after(course::begun{});
    answered.stopping = true;
    BOOST_TEST(is<course::over>(answered.after(core::done{})));
    BOOST_TEST(answered.done.size() == 1U);
    desk refused(add_plan, 4);
    refused.after(course::begun{});
    refused.stopping = true;
    BOOST_TEST(is<course::over>(refused.after(core::rejected{"bad", ""})));
    BOOST_TEST(refused.withdrawn.empty()); // it may have been the refusal of the request's double
}

BOOST_AUTO_TEST_CASE(a_whole_that_is_refused_is_split_and_each_half_begins_anew) {
    for (core::verdict const& v : {core::verdict(core::rejected{"bad", "no"}), core::verdict(core::gone{})}) {
        desk d(add_plan, 5);
        d.after(course::begun{});
        BOOST_TEST(is<course::split>(d.after(v)));
        BOOST_TEST(d.done.empty());
        auto const half = split_off(d.going);
        BOOST_TEST(d.going.members.size() == 3U);
        BOOST_TEST(half.members.size() == 2U);
        BOOST_TEST(half.members.front().task.member_id == "mem_3");
        BOOST_TEST(half.members.front().attempts == 1U);
        BOOST_TEST(is<course::send>(d.after(course::begun{})));
    }
}

BOOST_AUTO_TEST_CASE(a_whole_that_is_accepted_settles_everyone) {
    desk d(add_plan, 3);
    d.after(course::begun{});
    BOOST_TEST(is<course::over>(d.after(core::done{})));
    BOOST_TEST(d.done.size() == 3U);
}

BOOST_AUTO_TEST_CASE(verdicts_of_their_own_settle_some_and_leave_the_others) {
    desk d(add_plan, 4);
    d.after(course::begun{});
    auto const step =
        d.after({core::done{}, core::transient{"HTTP 500"}, core::throttled{}, core::rejected{"bad", ""}});
    BOOST_TEST(is<course::wait>(step));
    BOOST_TEST(d.done.size() == 2U);
    BOOST_TEST(looked_at(d.after(course::rested{})) == 0U); // mem_1, which is first now
    BOOST_TEST(is<course::send>(d.after_look(0, without_plan)));
    BOOST_TEST(d.going.members.size() == 2U);
    BOOST_CHECK_THROW(d.after(std::vector<core::verdict>{core::done{}}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_unit_in_doubt_is_read_back_member_by_member) {
    desk d(add_plan, 3);
    d.after(course::begun{});
    BOOST_TEST(is<course::wait>(d.after_fault(true)));
    BOOST_TEST(looked_at(d.after(course::rested{})) == 0U);
    BOOST_TEST(looked_at(d.after_look(0, with_plan)) == 0U);
    BOOST_TEST(looked_at(d.after_look(0, without_plan)) == 1U);
    BOOST_TEST(is<course::send>(d.after_look(1, "null")));
    BOOST_TEST(d.going.members.size() == 1U);
    BOOST_TEST(d.going.members.front().task.member_id == "mem_1");
}

BOOST_AUTO_TEST_CASE(a_unit_that_always_fails_is_split_before_anybody_fails_for_it) {
    desk d(add_plan, 2);
    d.after(course::begun{});
    auto step = d.after_fault(false);
    for (int i = 0; is<course::wait>(step) && i < 100; ++i) {
        d.others_succeed();
        step = d.after(course::rested{});
        if (is<course::send>(step)) step = d.after_fault(false);
    }
    BOOST_TEST(is<course::split>(step));
    BOOST_TEST(d.done.empty());
    split_off(d.going);
    BOOST_TEST(d.going.trouble.failures == 0U);
}

/// Every course of so many events, for units of one to three: nobody is lost or settled twice, nothing is
/// sent while anybody is in doubt, and a step is always one that can be taken.
BOOST_AUTO_TEST_CASE(whatever_happens_nobody_is_lost_and_nothing_is_sent_in_doubt) {
    using certainty = core::rejected::certainty;
    core::refused const forbidden{core::refused::cause::permission, "HTTP 403", "not-you"};
    std::vector<core::verdict> const verdicts{core::done{},
                                              core::already{},
                                              core::gone{},
                                              core::throttled{},
                                              core::transient{"HTTP 503"},
                                              core::transient{"a success without a member", true},
                                              core::rejected{"bad", "no"},
                                              core::rejected{"general", "no", certainty::perhaps_gone},
                                              core::rejected{"http-200", "no", certainty::perhaps_done},
                                              core::rejected{"http-409", "no", certainty::outdated},
                                              forbidden};
    std::string const memberstack = "memberstack";
    std::uint64_t courses = 0;
    std::function<void(desk const&, course::step const&, unsigned)> explore;
    auto const explore_all = [&](char const* operation, std::string const& platform, unsigned events) {
        for (std::size_t members = 1; members <= 3; ++members) {
            auto const check = [&](desk const& d, course::step const& s) {
                std::multiset<std::string> all;
                for (auto const& m : d.going.members) all.insert(m.task.member_id);
                for (auto const& m : d.done) all.insert(m.member.task.member_id);
                BOOST_TEST_REQUIRE(all.size() == members);
                BOOST_TEST_REQUIRE((std::set<std::string>(all.begin(), all.end()).size() == members));
                if (is<course::send>(s)) {
                    BOOST_TEST_REQUIRE(!d.going.members.empty());
                    for (auto const& m : d.going.members) {
                        BOOST_TEST_REQUIRE(!m.doubtful);
                        BOOST_TEST_REQUIRE((!m.rejection || m.rejection->how == certainty::outdated));
                        BOOST_TEST_REQUIRE(!m.forbidden.has_value());
                        BOOST_TEST_REQUIRE((operation != merge || m.completed.has_value()));
                    }
                }
                if (is<course::look>(s)) {
                    auto const at = all_looked_at(s);
                    BOOST_TEST_REQUIRE(!at.empty());
                    BOOST_TEST_REQUIRE((at.size() == 1 || platform != memberstack));
                    BOOST_TEST_REQUIRE(std::is_sorted(at.begin(), at.end(), std::less_equal<>()));
                    BOOST_TEST_REQUIRE(at.back() < d.going.members.size());
                }
                if (is<course::split>(s)) BOOST_TEST_REQUIRE(d.going.members.size() > 1U);
                for (auto const& m : d.done) // what was sent once and must not be sent twice was not
                    BOOST_TEST_REQUIRE((operation != once || m.member.attempts <= 1U || members > 1));
                ++courses;
            };
            explore = [&](desk const& from, course::step const& s, unsigned left) {
                check(from, s);
                if (left == 0) return;
                auto const go = [&](course::event const& e, bool stop = false) {
                    auto d = from;
                    d.stopping = stop;
                    auto const next = d.after(e);
                    explore(d, next, left - 1);
                };
                if (is<course::send>(s)) {
                    for (auto const& v : verdicts) go(course::replied{v});
                    for (bool const sent : {false, true})
                        go(course::broken{http::fault(http::fault_kind::broken, sent, "reset")});
                    go(course::broken{http::fault(http::fault_kind::aborted, false, "stop")}, true);
                    if (from.going.members.size() < 2) return;
                    for (auto const& v : verdicts) {
                        std::vector<core::verdict> each(from.going.members.size(), core::done{});
                        each.back() = v;
                        go(course::replied{std::move(each)});
                    }
                } else if (is<course::look>(s)) {
                    auto const here = json::parse(
                        R"({"planConnections": [{"planId": "pln_gold", "active": true}], "json": {"score": 7}})");
                    auto const not_here = json::parse(R"({"planConnections": [], "json": {}})");
                    auto const at = all_looked_at(s);
                    core::member with;
                    core::member without;
                    with.document = &here.get_object();
                    without.document = &not_here.get_object();
                    for (core::member const* const first :
                         std::vector<core::member const*>{&with, &without, nullptr}) {
                        course::looked seen{at, std::vector(at.size(), first)};
                        go(seen);
                        if (at.size() == 1) continue;
                        seen.found.back() = first == nullptr ? &with : nullptr;
                        go(seen);
                    }
                    go(course::not_looked{"HTTP 500"});
                    go(course::look_rejected{at, {"bad", "no"}});
                    go(course::look_refused{at, forbidden});
                    go(course::not_tried{}, true);
                } else if (is<course::ask>(s)) {
                    go(course::told{false});
                    go(course::told{true});
                    go(course::not_told{"HTTP 500"});
                    go(course::not_tried{}, true);
                } else if (is<course::wait>(s)) {
                    go(course::rested{});
                    go(course::rested{}, true);
                }
            };
            desk start(operation, members, false, platform);
            auto const first = start.after(course::begun{});
            explore(start, first, events);
        }
    };
    for (auto const* const operation : {add_plan, merge, once, again}) explore_all(operation, memberstack, 6);
    for (auto const* const operation : {add_plan, merge}) explore_all(operation, "bulk", 5); // looks of three
    BOOST_TEST_MESSAGE(courses << " steps looked at");
    BOOST_TEST(courses > 10'000U);
}

BOOST_AUTO_TEST_SUITE_END()
