#include "launch/job_files.hpp"

#include "desk.hpp"

namespace muster::launch {

using tests::spill;

namespace launch_job_files {
namespace {

struct desk : tests::desk {
    /// Puts a file there that is for its owner alone.
    void put(std::string const& name) {
        spill(where.root / name, "x");
        storage.set_mode(where.root / name, 0600);
    }
    /// What is found, by the part of it: names, each with a blank behind it.
    std::string names(std::vector<std::filesystem::path> job_files::*part) {
        auto const found = look_at_files(storage, where);
        std::string all;
        for (auto const& p : found.*part) all += p.filename().string() + " ";
        return all;
    }

    journal::directory const where = make("job");
};

} // namespace
} // namespace launch_job_files

BOOST_FIXTURE_TEST_SUITE(launch_job_files, desk)

BOOST_AUTO_TEST_CASE(of_a_job_as_it_should_be_there_is_nothing_to_say) {
    put("checkpoint.json");
    BOOST_TEST(names(&job_files::open_to_others) == "");
    BOOST_TEST(names(&job_files::temporary) == "");
    BOOST_TEST(names(&job_files::put_aside) == "");
    BOOST_TEST(names(&job_files::foreign) == "");
}

BOOST_AUTO_TEST_CASE(what_others_may_touch_is_named_if_it_is_musters) {
    put("notes");
    put("journal.torn-77");
    for (auto const* const name : {"notes", "spec.json", "journal.torn-77"})
        storage.set_mode(where.root / name, 0640);
    storage.set_mode(where.root, 0711);
    BOOST_TEST(names(&job_files::open_to_others) == "job journal.torn-77 spec.json ");
}

BOOST_AUTO_TEST_CASE(links_have_no_permissions_of_their_own) {
    std::filesystem::remove(where.spec());
    std::filesystem::create_symlink(path / "elsewhere", where.spec());
    BOOST_TEST(names(&job_files::open_to_others) == "");
}

BOOST_AUTO_TEST_CASE(what_was_put_aside_and_what_is_not_ours_are_told_apart) {
    for (auto const* const name : {"journal.torn-77-2", "checkpoint.json.bad-1", "notes", "notes.new"})
        put(name);
    BOOST_TEST(names(&job_files::put_aside) == "checkpoint.json.bad-1 journal.torn-77-2 ");
    BOOST_TEST(names(&job_files::foreign) == "notes notes.new ");
}

BOOST_AUTO_TEST_CASE(a_temporary_file_may_go_unless_the_job_lacks_what_it_was_to_replace) {
    for (auto const* const name : {"spec.json.new", "checkpoint.json.new", "journal.torn-77.new",
                                   "told.json.new", "rows.new", "keys-0.new"})
        put(name);
    BOOST_TEST(names(&job_files::temporary)
               == "checkpoint.json.new journal.torn-77.new keys-0.new rows.new spec.json.new told.json.new ");
    storage.remove(where.spec());
    BOOST_TEST(names(&job_files::temporary)
               == "checkpoint.json.new journal.torn-77.new keys-0.new rows.new told.json.new ");
    BOOST_TEST(names(&job_files::foreign) == "spec.json.new ");
}

BOOST_AUTO_TEST_CASE(of_a_directory_that_is_gone_nothing_is_there) {
    auto const found = look_at_files(storage, jobs.where("nosuch"));
    BOOST_TEST(found.open_to_others.empty());
    BOOST_TEST(found.foreign.empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_listed_is_told) {
    spill(path / "state" / "jobs" / "a-file", "");
    BOOST_CHECK_THROW(look_at_files(storage, jobs.where("a-file")), files::io_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
