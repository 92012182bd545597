#include "launch/mark.hpp"

#include "desk.hpp"
#include "launch/user_name.hpp"

#include <unistd.h>

namespace muster::launch {

using core::exit_status;
using journal::act;
using journal::job_steered;
using journal::run_ended;
using journal::run_started;
using tests::slurp;
using tests::spill;
using tests::tells;

namespace launch_mark {
namespace {

struct desk : tests::desk {
    desk() { append(where, {run_started{1, 1, "host", "t"}, run_ended{false, "a limit", "t"}}); }

    bool mark(act what, std::string const& why = {}) {
        job_steered m;
        m.what = what;
        m.who = "ann (pid 4711)";
        m.why = why;
        return leave_mark(jobs, "job", std::move(m));
    }
    journal::state folded() { return journal::replay(storage, where).folded; }

    journal::directory const where = make("job");
};

} // namespace
} // namespace launch_mark

BOOST_FIXTURE_TEST_SUITE(launch_mark, desk)

BOOST_AUTO_TEST_CASE(a_pause_stays_until_it_is_lifted) {
    BOOST_TEST(mark(act::pause, "lunch"));
    auto const paused = folded();
    BOOST_REQUIRE(paused.paused().has_value());
    BOOST_TEST(paused.paused()->who == "ann (pid 4711)");
    BOOST_TEST(paused.paused()->why == "lunch");
    BOOST_TEST(core::parse_iso8601(paused.paused()->at).has_value());
    BOOST_CHECK_EXCEPTION(refuse_paused(paused, "job", " --state-dir s"), core::job_error,
                          tells(exit_status::stopped, "job job is paused, by ann (pid 4711) at "
                                                          + paused.paused()->at
                                                          + ": lunch. Nothing was sent."));
    BOOST_CHECK_EXCEPTION(refuse_paused(paused, "job", " --state-dir s"), core::job_error,
                          tells(exit_status::stopped,
                                "muster continue job --state-dir s; then: muster resume "
                                "job --state-dir s"));
    BOOST_TEST(mark(act::go_on));
    BOOST_TEST(!folded().paused().has_value());
    refuse_paused(folded(), "job", "");
}

BOOST_AUTO_TEST_CASE(without_a_pause_there_is_nothing_to_lift) {
    auto const before = slurp(where.journal());
    BOOST_TEST(!mark(act::go_on));
    BOOST_TEST(slurp(where.journal()) == before);
}

BOOST_AUTO_TEST_CASE(a_mark_leaves_how_the_last_run_ended_as_it_was) {
    mark(act::pause);
    BOOST_REQUIRE(folded().ending().has_value());
    BOOST_TEST(folded().ending()->reason == "a limit");
    BOOST_TEST(folded().runs() == 1U);
    BOOST_TEST(!storage.is_locked(where.lock()));
}

BOOST_AUTO_TEST_CASE(a_torn_tail_is_cut_off_before_the_mark) {
    spill(where.journal(), slurp(where.journal()) + "{\"t\":\"ru");
    mark(act::pause);
    BOOST_TEST(journal::replay(storage, where).torn == 0U);
    BOOST_TEST(folded().paused().has_value());
}

BOOST_AUTO_TEST_CASE(a_complete_job_takes_no_mark) {
    append(where, {run_started{2, 1, "host", "t"}, journal::page_read{1, "", "", false, 0, 0, 0, {}},
                   run_ended{true, "", "t"}});
    auto const before = slurp(where.journal());
    BOOST_CHECK_EXCEPTION(mark(act::pause), core::job_error,
                          tells(exit_status::usage, "is complete: there is nothing to pause"));
    BOOST_CHECK_EXCEPTION(mark(act::go_on), core::job_error,
                          tells(exit_status::usage, "is complete: there is nothing to continue"));
    BOOST_TEST(slurp(where.journal()) == before);
}

BOOST_AUTO_TEST_CASE(a_job_that_is_held_or_not_there_takes_none) {
    auto const before = slurp(where.journal());
    {
        auto const held = held_job::open(storage, where);
        BOOST_CHECK_EXCEPTION(mark(act::pause), core::job_error, tells(exit_status::busy, "job"));
    }
    BOOST_TEST(slurp(where.journal()) == before);
    BOOST_CHECK_EXCEPTION(leave_mark(jobs, "another", job_steered()), core::job_error,
                          tells(exit_status::usage, "there is no job another"));
}

BOOST_AUTO_TEST_CASE(a_process_is_told_by_its_user_and_id) {
    auto const name = user_name(::geteuid());
    BOOST_REQUIRE(name.has_value());
    BOOST_TEST(describe_process(::geteuid(), 12) == *name + " (pid 12)");
    BOOST_TEST(describe_process(4'000'000'001U, 12) == "user 4000000001 (pid 12)");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
