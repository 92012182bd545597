#include "launch/move_job.hpp"

#include "desk.hpp"
#include "launch/held_job.hpp"

namespace muster::launch {

using core::exit_status;
using tests::slurp;
using tests::spill;
using tests::tells;

namespace moving_jobs {
namespace {

struct two_places : tests::desk {
    store there{(path / "there").string()};
    journal::directory moved(std::string const& id) const { return there.where(id); }
};

} // namespace
} // namespace moving_jobs

BOOST_FIXTURE_TEST_SUITE(moving_jobs, two_places)

BOOST_AUTO_TEST_CASE(a_job_goes_with_all_its_files_byte_for_byte) {
    auto const from = make("job");
    spill(from.members(), std::string("a\0b\xff", 4));
    auto const before = slurp(from.journal());
    move_job(jobs, there, "job");
    BOOST_TEST(slurp(moved("job").journal()) == before);
    BOOST_TEST((slurp(moved("job").members()) == std::string("a\0b\xff", 4)));
    BOOST_TEST(!std::filesystem::exists(from.root));
    move_job(there, jobs, "job");
    BOOST_TEST(slurp(from.journal()) == before);
}

BOOST_AUTO_TEST_CASE(a_move_that_was_killed_is_gone_on_with) {
    auto const from = make("job");
    auto const before = slurp(from.journal());
    storage.make_directories(moved("job").root);
    auto half = moved("job").journal();
    half += files::temporary_suffix;
    spill(half, "half of something longer than the whole journal, perhaps");
    move_job(jobs, there, "job");
    BOOST_TEST(slurp(moved("job").journal()) == before);
    // Or after it was whole, and before it went from where it was.
    std::filesystem::create_directories(from.root);
    std::filesystem::copy_file(moved("job").journal(), from.journal());
    std::filesystem::copy_file(moved("job").spec(), from.spec());
    move_job(jobs, there, "job");
    BOOST_TEST(!std::filesystem::exists(from.root));
    BOOST_TEST(slurp(moved("job").journal()) == before);
}

BOOST_AUTO_TEST_CASE(nothing_is_moved_that_is_not_there_runs_or_would_hide_another) {
    BOOST_CHECK_EXCEPTION(move_job(jobs, there, "none"), core::job_error,
                          tells(exit_status::usage, "there is no job none"));
    auto const from = make("job");
    {
        auto const held = held_job::open(storage, from);
        BOOST_CHECK_EXCEPTION(move_job(jobs, there, "job"), core::job_error,
                              tells(exit_status::busy, "running"));
    }
    storage.make_directories(moved("job").root);
    spill(moved("job").journal(), "another");
    BOOST_CHECK_EXCEPTION(move_job(jobs, there, "job"), core::job_error,
                          tells(exit_status::usage, "there is another job job"));
    BOOST_TEST(slurp(moved("job").journal()) == "another");
    BOOST_TEST(std::filesystem::exists(from.journal()));
}

BOOST_AUTO_TEST_CASE(an_archive_goes_too) {
    storage.make_directories(jobs.archive_of("old").parent_path());
    spill(jobs.archive_of("old"), "packed");
    move_archive(jobs, there, "old");
    BOOST_TEST(slurp(there.archive_of("old")) == "packed");
    BOOST_TEST(!std::filesystem::exists(jobs.archive_of("old")));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
