#include "launch/standing.hpp"

#include "desk.hpp"

namespace muster::launch {

using journal::run_ended;
using journal::run_started;
using tests::spill;

namespace launch_standing {

using kind = standing::kind;

namespace {

struct desk : tests::desk {
    standing look() { return standing_of(storage, where); }

    journal::directory const where = make("job");
};

} // namespace
} // namespace launch_standing

BOOST_FIXTURE_TEST_SUITE(launch_standing, desk)

BOOST_AUTO_TEST_CASE(a_job_that_somebody_holds_is_running) {
    append(where, {run_started{1, 1, "host", "t"}});
    auto const held = held_job::open(storage, where);
    auto const s = look();
    BOOST_TEST(s.id == "job");
    BOOST_TEST((s.how == kind::running));
    BOOST_TEST(!s.resumable());
    BOOST_TEST(s.folded.runs() == 1U);
}

BOOST_AUTO_TEST_CASE(a_job_that_nobody_holds_and_that_has_no_end_is_interrupted) {
    BOOST_TEST((look().how == kind::interrupted)); // before its first run
    append(where, {run_started{1, 1, "host", "t"}});
    BOOST_TEST((look().how == kind::interrupted));
    append(where, {run_ended{false, "a limit", "t"}, run_started{2, 1, "host", "t"}});
    auto const s = look();
    BOOST_TEST((s.how == kind::interrupted)); // the end of an earlier run is none
    BOOST_TEST(s.reason == "");
    BOOST_TEST(s.resumable());
}

BOOST_AUTO_TEST_CASE(the_end_of_the_last_run_tells_stopped_from_complete) {
    append(where, {run_started{1, 1, "host", "t"}, run_ended{false, "a limit", "t"}});
    auto const stopped = look();
    BOOST_TEST((stopped.how == kind::stopped));
    BOOST_TEST(stopped.reason == "a limit");
    BOOST_TEST(stopped.resumable());
    append(where, {run_started{2, 1, "host", "t"}, run_ended{true, "", "t"}});
    auto const complete = look();
    BOOST_TEST((complete.how == kind::complete));
    BOOST_TEST(complete.reason == "");
    BOOST_TEST(!complete.resumable());
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_used_are_a_damaged_job) {
    spill(where.journal(), "this is no journal\n");
    auto const s = look();
    BOOST_TEST((s.how == kind::damaged));
    BOOST_TEST(s.reason.find("cannot be used") != std::string::npos);
    BOOST_TEST(!s.folded.job().has_value());
    BOOST_TEST(!s.resumable());
    storage.remove(where.journal());
    BOOST_TEST((look().how == kind::damaged));
}

BOOST_AUTO_TEST_CASE(each_has_its_word) {
    BOOST_TEST(to_string(kind::running) == "running");
    BOOST_TEST(to_string(kind::complete) == "complete");
    BOOST_TEST(to_string(kind::stopped) == "stopped");
    BOOST_TEST(to_string(kind::interrupted) == "interrupted");
    BOOST_TEST(to_string(kind::damaged) == "damaged");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
