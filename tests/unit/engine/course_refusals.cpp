// What the platform refuses: with words that may mean something else, in the middle of a success, and what
// may be forbidden for one member alone.
#include "../printing.hpp"
#include "course_desk.hpp"

BOOST_AUTO_TEST_SUITE(refusals)

using namespace muster;
using namespace muster::engine;
using namespace muster::engine::tests;
using core::outcome;
using certainty = core::rejected::certainty;

namespace {

core::rejected const perhaps_gone{"generic-message", "it did not work", certainty::perhaps_gone};
core::rejected const perhaps_done{"http-200", "it did not work", certainty::perhaps_done};
core::rejected const outdated{"http-409", "version 7", certainty::outdated};
core::refused const forbidden{core::refused::cause::permission, "HTTP 403: not this one", "not-this-one"};
constexpr auto deletion = R"("delete": {})";
constexpr auto update = R"("update": {"customFields": {"a": "x"}})";

void check_failed(desk const& d, char const* code, char const* message) {
    BOOST_TEST((d.done.at(0).outcome == outcome::failed));
    BOOST_TEST(d.done.at(0).code == code);
    BOOST_TEST(d.done.at(0).message == message);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_refusal_that_may_mean_that_nobody_is_there_is_settled_by_one_look) {
    for (auto const* const operation : {update, add_plan}) {
        desk d(operation);
        d.after(course::begun{});
        BOOST_TEST(looked_at(d.after(perhaps_gone)) == 0U); // at once
        BOOST_TEST(is<course::over>(d.after_look(0, "null")));
        BOOST_TEST((d.done.at(0).outcome == outcome::gone));
        BOOST_TEST(d.done.at(0).member.attempts == 1U);
    }
    desk deleted(deletion);
    deleted.after(course::begun{});
    deleted.after(perhaps_gone);
    BOOST_TEST(is<course::over>(deleted.after_look(0, "null")));
    BOOST_TEST((deleted.done.at(0).outcome == outcome::already)); // as after a 404
    desk there(update);
    there.after(course::begun{});
    there.after(perhaps_gone);
    BOOST_TEST(is<course::over>(there.after_look(0, R"({"customFields": {}})"))); // and never sent again
    check_failed(there, "generic-message", "it did not work");
}

BOOST_AUTO_TEST_CASE(a_refused_member_that_is_as_wanted_has_not_failed) {
    desk d(add_plan);
    d.after(course::begun{});
    d.after(perhaps_gone);
    BOOST_TEST(is<course::over>(d.after_look(0, with_plan)));
    BOOST_TEST((d.done.at(0).outcome == outcome::already));
    desk doubtful(add_plan);
    doubtful.after(course::begun{});
    doubtful.after_fault(true);
    doubtful.after(course::rested{});
    doubtful.after_look(0, without_plan);
    doubtful.after(perhaps_gone);
    doubtful.after_look(0, with_plan);
    BOOST_TEST((doubtful.done.at(0).outcome == outcome::done)); // the first request did it after all
}

BOOST_AUTO_TEST_CASE(a_success_with_an_error_inside_is_settled_by_one_look) {
    struct {
        char const* operation;
        char const* found;
        outcome becomes;
    } const cases[] = {{add_plan, with_plan, outcome::done},
                       {add_plan, without_plan, outcome::failed},
                       {add_plan, "null", outcome::gone},
                       {deletion, "null", outcome::done},
                       {deletion, "{}", outcome::failed}};
    for (auto const& c : cases) {
        desk d(c.operation);
        d.after(course::begun{});
        BOOST_TEST(looked_at(d.after(perhaps_done)) == 0U);
        BOOST_TEST(is<course::over>(d.after_look(0, c.found)));
        BOOST_TEST((d.done.at(0).outcome == c.becomes), c.operation << " " << c.found);
    }
}

BOOST_AUTO_TEST_CASE(what_was_completed_from_an_outdated_member_is_completed_and_sent_once_more) {
    desk d(merge);
    d.after(course::begun{});
    BOOST_TEST(is<course::send>(d.after_look(0, R"({"json": {"kept": 1}})")));
    BOOST_TEST(looked_at(d.after(outdated)) == 0U); // at once
    BOOST_TEST(is<course::send>(d.after_look(0, R"({"json": {"kept": 2}})")));
    auto const& completed = std::get<core::update_fields>(*d.going.members.at(0).completed);
    BOOST_TEST((completed.set.at("json") == json::parse(R"({"kept": 2, "score": 7})")));
    desk again = d;
    BOOST_TEST(is<course::over>(d.after(core::done{})));
    BOOST_TEST((d.done.at(0).outcome == outcome::done));
    // It lasts: the platform's own words, and nothing is in doubt.
    BOOST_TEST(is<course::over>(again.after(outdated)));
    check_failed(again, "http-409", "version 7");
    BOOST_TEST(again.done.at(0).member.attempts == 2U);
}

BOOST_AUTO_TEST_CASE(an_outdated_member_that_has_the_change_by_now_is_already_so) {
    desk d(merge);
    d.after(course::begun{});
    d.after_look(0, R"({"json": {}})");
    d.after(outdated);
    BOOST_TEST(is<course::over>(d.after_look(0, R"({"json": {"score": 7}})")));
    BOOST_TEST((d.done.at(0).outcome == outcome::already));
}

BOOST_AUTO_TEST_CASE(an_outdated_member_that_is_gone_by_now_is_gone) {
    desk d(merge);
    d.after(course::begun{});
    d.after_look(0, R"({"json": {}})");
    d.after(outdated);
    BOOST_TEST(is<course::over>(d.after_look(0, "null")));
    BOOST_TEST((d.done.at(0).outcome == outcome::gone));
}

BOOST_AUTO_TEST_CASE(what_comes_between_two_tries_of_an_outdated_member_costs_it_neither) {
    for (core::verdict const& between :
         {core::verdict(core::throttled{}), core::verdict(core::transient{"503"})}) {
        desk d(merge);
        d.after(course::begun{});
        d.after_look(0, R"({"json": {}})");
        d.after(outdated);
        d.after_look(0, R"({"json": {}})");
        auto step = d.after(between);
        if (is<course::wait>(step)) step = d.after(course::rested{});
        BOOST_TEST(looked_at(step) == 0U);
        BOOST_TEST(is<course::send>(d.after_look(0, R"({"json": {}})")));
        BOOST_TEST(is<course::over>(d.after(core::done{})));
        BOOST_TEST((d.done.at(0).outcome == outcome::done));
    }
}

BOOST_AUTO_TEST_CASE(what_no_look_can_tell_is_believed) {
    for (auto const* const operation : {once, again})
        for (auto const& r : {perhaps_gone, perhaps_done}) {
            desk d(operation);
            d.after(course::begun{});
            BOOST_TEST(is<course::over>(d.after(r)));
            check_failed(d, r.code.c_str(), "it did not work");
        }
}

BOOST_AUTO_TEST_CASE(a_look_that_is_refused_leaves_the_first_word_standing) {
    desk d(update);
    d.after(course::begun{});
    d.after(perhaps_gone);
    BOOST_TEST(is<course::over>(d.after(course::look_rejected{{0}, {"http-404", "no such route"}})));
    check_failed(d, "generic-message", "it did not work");
}

BOOST_AUTO_TEST_CASE(a_look_that_breaks_is_tried_as_often_as_any_request) {
    desk d(update);
    d.after(course::begun{});
    auto step = d.after(perhaps_gone);
    for (unsigned i = 0; is<course::look>(step); ++i) {
        BOOST_REQUIRE(i < attempts);
        d.after(course::not_looked{"HTTP 500"});
        d.others_succeed();
        step = d.after(course::rested{});
    }
    check_failed(d, "generic-message", "it did not work");
    desk stopped(update);
    stopped.after(course::begun{});
    stopped.after(perhaps_gone);
    stopped.stopping = true;
    BOOST_TEST(is<course::over>(stopped.after(course::not_tried{})));
    BOOST_TEST(stopped.done.empty()); // the resume will look
    BOOST_TEST(stopped.withdrawn.empty());
}

BOOST_AUTO_TEST_CASE(a_whole_that_is_refused_in_such_words_is_split_before_anybody_is_looked_at) {
    desk d(update, 3);
    d.after(course::begun{});
    BOOST_TEST(is<course::split>(d.after(perhaps_gone)));
    BOOST_TEST(!d.going.members.at(0).rejection.has_value());
    desk with_error(update, 3);
    with_error.after(course::begun{});
    BOOST_TEST(is<course::split>(with_error.after(perhaps_done)));
    BOOST_TEST(looked_at(with_error.after(course::begun{})) == 0U); // some may have been changed
}

BOOST_AUTO_TEST_CASE(a_success_that_shows_no_effect_is_looked_at_without_a_rest) {
    core::transient const without_member{"a success without a member", true};
    desk d(update);
    d.after(course::begun{});
    BOOST_TEST(looked_at(d.after(without_member)) == 0U);
    BOOST_TEST(is<course::over>(d.after_look(0, R"({"customFields": {"a": "x"}})")));
    BOOST_TEST((d.done.at(0).outcome == outcome::done));
    desk gone(update);
    gone.after(course::begun{});
    gone.after(without_member);
    gone.after_look(0, "null");
    BOOST_TEST((gone.done.at(0).outcome == outcome::gone));
    desk never(update);
    auto step = never.after(course::begun{});
    unsigned sent = 0;
    for (; is<course::send>(step); ++sent) {
        BOOST_REQUIRE(sent < attempts);
        never.after(without_member);
        never.others_succeed();
        step = never.after_look(0, "{}");
    }
    BOOST_TEST(sent == attempts);
    check_failed(never, "attempts-exhausted", "a success without a member");
}

BOOST_AUTO_TEST_CASE(what_is_forbidden_is_asked_about_and_fails_alone_or_ends_the_job) {
    desk alone(add_plan);
    alone.after(course::begun{});
    BOOST_TEST(is<course::ask>(alone.after(forbidden)));
    BOOST_TEST(is<course::over>(alone.after(course::told{false})));
    check_failed(alone, "not-this-one", "HTTP 403: not this one");
    BOOST_TEST(alone.done.at(0).member.attempts == 1U);
    desk everyone(add_plan);
    everyone.after(course::begun{});
    everyone.after(forbidden);
    auto const end = everyone.after(course::told{true});
    BOOST_REQUIRE(is<course::refused>(end));
    BOOST_TEST(std::get<course::refused>(end).why.message == "HTTP 403: not this one");
    BOOST_TEST(everyone.done.empty());
    BOOST_TEST(everyone.withdrawn.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_question_that_breaks_is_put_again_and_one_that_was_not_put_costs_nothing) {
    desk d(add_plan);
    d.after(course::begun{});
    d.after(forbidden);
    BOOST_TEST(is<course::wait>(d.after(course::not_told{"HTTP 500"})));
    BOOST_TEST(is<course::ask>(d.after(course::rested{})));
    for (int i = 0; i < 100; ++i) BOOST_TEST(is<course::ask>(d.after(course::not_tried{}))); // throttled
    d.stopping = true;
    BOOST_TEST(is<course::over>(d.after(course::not_tried{})));
    BOOST_TEST(d.done.empty());
}

BOOST_AUTO_TEST_CASE(a_whole_that_is_forbidden_is_split_once_others_are_known_to_be_allowed) {
    desk d(add_plan, 3);
    d.after(course::begun{});
    BOOST_TEST(is<course::ask>(d.after(forbidden)));
    BOOST_TEST(is<course::split>(d.after(course::told{false})));
    BOOST_TEST(d.done.empty());
    auto const half = split_off(d.going);
    BOOST_TEST(is<course::send>(d.after(course::begun{})));
    desk each(add_plan, 3);
    each.after(course::begun{});
    BOOST_TEST(is<course::ask>(each.after({core::done{}, forbidden, core::transient{"HTTP 500"}}))
               == false); // first the rest that the failure asks for
    BOOST_TEST(is<course::ask>(each.after(course::rested{})));
    BOOST_TEST(looked_at(each.after(course::told{false})) == 0U);
    BOOST_REQUIRE_EQUAL(each.done.size(), 2U);
    BOOST_TEST((each.done.at(1).outcome == outcome::failed));
    BOOST_TEST(each.going.members.at(0).task.member_id == "mem_2");
}

BOOST_AUTO_TEST_CASE(a_member_that_may_not_be_looked_at_ends_by_what_was_known) {
    auto const refuse_look = [](desk& d) {
        BOOST_TEST(is<course::ask>(d.after(course::look_refused{{0}, forbidden})));
        BOOST_TEST(is<course::over>(d.after(course::told{false})));
    };
    desk doubtful(add_plan, 1, true);
    doubtful.after(course::begun{});
    refuse_look(doubtful);
    BOOST_TEST((doubtful.done.at(0).outcome == outcome::unknown));
    desk rejected(update);
    rejected.after(course::begun{});
    rejected.after(perhaps_gone);
    refuse_look(rejected);
    check_failed(rejected, "generic-message", "it did not work");
    desk unsent(merge);
    unsent.after(course::begun{});
    refuse_look(unsent);
    check_failed(unsent, "not-this-one", "HTTP 403: not this one");
    BOOST_TEST(unsent.done.at(0).member.attempts == 0U);
    desk no_key(merge);
    no_key.after(course::begun{});
    core::refused const credentials{core::refused::cause::credentials, "no such key"};
    BOOST_TEST(is<course::refused>(no_key.after(course::look_refused{{0}, credentials})));
    BOOST_TEST(no_key.withdrawn.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
