#include "launch/store.hpp"

#include "desk.hpp"

#include <cstdlib>

namespace muster::launch {

using core::exit_status;
using tests::spill;
using tests::tells;

BOOST_FIXTURE_TEST_SUITE(launch_store, tests::desk)

BOOST_AUTO_TEST_CASE(without_a_directory_of_its_own_it_is_the_default_one) {
    ::setenv("MUSTER_STATE_DIR", path.c_str(), 1);
    BOOST_TEST(store("").state_directory() == path);
    ::unsetenv("MUSTER_STATE_DIR");
    BOOST_TEST(store("here").state_directory() == "here");
}

BOOST_AUTO_TEST_CASE(a_job_that_is_there_is_found) {
    auto const made = make("job-1");
    BOOST_TEST(made.root == path / "state" / "jobs" / "job-1");
    BOOST_TEST(jobs.find("job-1").root == made.root);
    BOOST_TEST(jobs.find_remains("job-1").root == made.root);
}

BOOST_AUTO_TEST_CASE(one_message_tells_that_there_is_none) {
    make("job-1");
    for (std::string const id : {"job-2", "", ".", "..", "../jobs/job-1", "\x1b[31m"}) {
        auto const message = "there is no job " + std::string(id == "\x1b[31m" ? "" : id);
        auto const none = tells(exit_status::usage, message);
        BOOST_CHECK_EXCEPTION(jobs.find(id), core::job_error, none);
        BOOST_CHECK_EXCEPTION(jobs.find_remains(id), core::job_error, none);
    }
    BOOST_CHECK_EXCEPTION(jobs.find("x"), core::job_error,
                          tells(exit_status::usage, " in " + (path / "state").string()));
}

BOOST_AUTO_TEST_CASE(a_look_at_jobs_meets_those_that_are_there_by_id) {
    for (auto const* const id : {"c", "a", "b"}) make(id);
    storage.remove(jobs.where("b").journal());
    std::string met;
    auto const look = [&](files::storage& seen, journal::directory const& where) {
        met += where.id + (seen.read(where.journal(), 0, 1) == "{" ? " " : "? ");
    };
    for (auto const what : {job_part::names, job_part::openings, job_part::standing, job_part::spec})
        jobs.look_at_all(what, look);
    BOOST_TEST(met == "a c a c a c a c ");
    met.clear();
    jobs.look_at({"c", "b", "none", "a"}, job_part::standing, look);
    BOOST_TEST(met == "c a ");
    jobs.look_at({}, job_part::standing, look);
    BOOST_TEST(met == "c a ");
}

BOOST_AUTO_TEST_CASE(nothing_is_made_by_looking) {
    BOOST_CHECK_THROW(jobs.find("job"), core::job_error);
    BOOST_CHECK_THROW(jobs.find_remains("job"), core::job_error);
    BOOST_CHECK_THROW(jobs.find_damaged_too("job"), core::job_error);
    BOOST_CHECK_THROW(jobs.all(), core::job_error);
    BOOST_TEST(!std::filesystem::exists(path / "state"));
}

BOOST_AUTO_TEST_CASE(a_state_directory_that_was_given_must_be_there) {
    auto const missing = tells(exit_status::usage, "there is no directory " + (path / "state").string());
    BOOST_CHECK_EXCEPTION(jobs.all(), core::job_error, missing);
    BOOST_CHECK_EXCEPTION(jobs.find("job"), core::job_error, missing);
    ::setenv("MUSTER_STATE_DIR", (path / "state").c_str(), 1);
    BOOST_TEST(store("").all().empty()); // the first job makes it
    ::unsetenv("MUSTER_STATE_DIR");
    std::filesystem::create_directory(path / "state");
    BOOST_TEST(jobs.all().empty());
    spill(path / "state" / "jobs", "");
    BOOST_CHECK_EXCEPTION(jobs.all(), core::job_error, tells(exit_status::usage, "where jobs are kept?"));
}

BOOST_AUTO_TEST_CASE(a_command_that_is_advised_finds_the_same_jobs) {
    BOOST_TEST(store("/a/b").state_option() == " --state-dir /a/b");
    BOOST_TEST(store("it is").state_option() == " --state-dir 'it is'");
    ::setenv("MUSTER_STATE_DIR", path.c_str(), 1);
    BOOST_TEST(store("").state_option() == "");
    ::unsetenv("MUSTER_STATE_DIR");
}

BOOST_AUTO_TEST_CASE(a_directory_without_a_journal_is_what_remains_of_a_job) {
    make("whole");
    storage.make_directories(jobs.where("begun").root);
    spill(path / "state" / "jobs" / "a-file", "");
    BOOST_CHECK_THROW(jobs.find("begun"), core::job_error);
    BOOST_TEST(jobs.find_remains("begun").id == "begun");
    BOOST_CHECK_THROW(jobs.find_remains("a-file"), core::job_error);
    BOOST_REQUIRE(jobs.all().size() == 1U);
    BOOST_TEST(jobs.all().front().id == "whole");
}

BOOST_AUTO_TEST_CASE(a_job_may_be_linked_to_from_elsewhere) {
    auto const made = make("moved");
    std::filesystem::rename(made.root, path / "elsewhere");
    std::filesystem::create_directory_symlink(path / "elsewhere", made.root);
    BOOST_TEST(jobs.find("moved").id == "moved");
    BOOST_TEST(jobs.find_remains("moved").id == "moved");
}

BOOST_AUTO_TEST_CASE(all_jobs_are_in_the_order_of_their_ids) {
    for (auto const* const id : {"b", "a", "c"}) make(id);
    std::string ids;
    for (auto const& where : jobs.all()) ids += where.id;
    BOOST_TEST(ids == "abc");
}

BOOST_AUTO_TEST_CASE(an_id_is_made_until_no_job_has_it) {
    core::wall_time const now{};
    std::uint16_t next = 0x0a1b;
    auto const count_up = [&next] { return next++; };
    BOOST_TEST(jobs.free_id("nightly", now, count_up) == "nightly-19700101T000000Z-0a1b");
    make("nightly-19700101T000000Z-0a1c");
    storage.make_directories(jobs.where("nightly-19700101T000000Z-0a1d").root);
    BOOST_TEST(jobs.free_id("nightly", now, count_up) == "nightly-19700101T000000Z-0a1e");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
