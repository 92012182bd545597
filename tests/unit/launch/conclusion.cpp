#include "launch/conclusion.hpp"

#include "../printing.hpp"
#include "core/redact.hpp"

#include <boost/test/unit_test.hpp>

#include <new>
#include <stdexcept>

namespace muster::launch {

using core::exit_status;
using core::outcome;
using kind = engine::stop_reason::kind;

BOOST_AUTO_TEST_SUITE(launch_conclusion)

namespace {

journal::counts one(outcome what) {
    journal::counts totals;
    totals.outcomes.at(static_cast<std::size_t>(what)) = 1;
    return totals;
}

/// How a run ended that was not complete, for that reason.
engine::run_result stopped(engine::stop_reason::kind why, std::string const& words) {
    engine::run_result r;
    r.stopped = {why, words};
    return r;
}

engine::run_result complete() {
    engine::run_result r;
    r.complete = true;
    return r;
}

template <class Error>
conclusion ended_by(Error const& error) {
    return conclude({}, std::make_exception_ptr(error), one(outcome::failed));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_complete_job_is_fine_if_no_member_failed) {
    for (auto const good : {outcome::done, outcome::already, outcome::gone}) {
        auto const end = conclude(complete(), nullptr, one(good));
        BOOST_TEST(end.status == exit_status::ok);
        BOOST_TEST(end.complete);
        BOOST_TEST(end.reason == "");
    }
    for (auto const bad : {outcome::failed, outcome::unknown}) {
        auto const end = conclude(complete(), nullptr, one(bad));
        BOOST_TEST(end.status == exit_status::members_failed);
        BOOST_TEST(end.complete);
    }
}

BOOST_AUTO_TEST_CASE(a_stopped_run_is_to_be_resumed_whatever_became_of_members) {
    for (auto const why : {kind::asked, kind::failures, kind::canary})
        for (auto const what : {outcome::done, outcome::failed}) {
            auto const end = conclude(stopped(why, "interrupted"), nullptr, one(what));
            BOOST_TEST(end.status == exit_status::stopped);
            BOOST_TEST(!end.complete);
            BOOST_TEST(end.reason == "interrupted");
        }
    BOOST_TEST(conclude({}, nullptr, {}).status == exit_status::stopped); // nobody knows why
}

BOOST_AUTO_TEST_CASE(a_run_that_reached_its_limit_did_what_it_was_asked_for) {
    auto const reached = stopped(kind::limit, "the limit of this run is reached");
    BOOST_TEST(conclude(reached, nullptr, one(outcome::done)).status == exit_status::ok);
    BOOST_TEST(conclude(reached, nullptr, one(outcome::failed)).status == exit_status::members_failed);
    BOOST_TEST(!conclude(reached, nullptr, {}).complete);
    BOOST_TEST(conclude(reached, nullptr, {}).reason == reached.stopped->words);
}

BOOST_AUTO_TEST_CASE(an_error_of_the_job_has_its_own_status) {
    auto const end = ended_by(core::job_error(exit_status::refused, "the key was refused"));
    BOOST_TEST(end.status == exit_status::refused);
    BOOST_TEST(!end.complete);
    BOOST_TEST(end.reason == "the key was refused");
}

BOOST_AUTO_TEST_CASE(no_memory_is_a_stop_and_anything_else_a_bug) {
    BOOST_TEST(ended_by(std::bad_alloc()).status == exit_status::stopped);
    BOOST_TEST(ended_by(std::bad_alloc()).reason == "there is no memory left");
    auto const bug = ended_by(std::logic_error("no such page"));
    BOOST_TEST(bug.status == exit_status::internal);
    BOOST_TEST(bug.reason == "internal error: no such page");
}

BOOST_AUTO_TEST_CASE(no_reason_holds_a_key) {
    core::register_secret("the-key-of-this-test");
    for (auto const& end : {ended_by(core::job_error(exit_status::stopped, "a the-key-of-this-test b")),
                            ended_by(std::runtime_error("a the-key-of-this-test b"))})
        BOOST_TEST(end.reason.find("the-key") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
