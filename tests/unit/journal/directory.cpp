#include "journal/directory.hpp"

#include "../scratch.hpp"
#include "core/errors.hpp"
#include "files/posix_storage.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <map>
#include <optional>

namespace muster::journal {

BOOST_AUTO_TEST_SUITE(journal_directory)

namespace {

/// Sets environment variables, and puts the old ones back.
class environment {
public:
    void set(char const* name, std::optional<std::string> const& value) {
        char const* const was = std::getenv(name);
        before_.try_emplace(name, was != nullptr ? std::optional<std::string>(was) : std::nullopt);
        put(name, value);
    }
    ~environment() {
        for (auto const& [name, value] : before_) put(name.c_str(), value);
    }

private:
    static void put(char const* name, std::optional<std::string> const& value) {
        if (value)
            ::setenv(name, value->c_str(), 1);
        else
            ::unsetenv(name);
    }
    std::map<std::string, std::optional<std::string>> before_;
};

} // namespace

BOOST_AUTO_TEST_CASE(a_jobs_files_stand_in_its_own_directory) {
    directory const d("/state", "job-1");
    BOOST_TEST(d.root.string() == "/state/jobs/job-1");
    BOOST_TEST(d.spec().string() == "/state/jobs/job-1/spec.json");
    BOOST_TEST(d.journal().string() == "/state/jobs/job-1/journal.jsonl");
    BOOST_TEST(d.checkpoint().string() == "/state/jobs/job-1/checkpoint.json");
    BOOST_TEST(d.told().string() == "/state/jobs/job-1/told.json");
    BOOST_TEST(d.verified().string() == "/state/jobs/job-1/verified.json");
    BOOST_TEST(d.lock().string() == "/state/jobs/job-1/lock");
}

BOOST_AUTO_TEST_CASE(a_file_is_known_by_its_name) {
    using role = directory::role;
    directory const d("/state", "job-1");
    for (auto const& file :
         {d.spec(), d.journal(), d.checkpoint(), d.lock(), d.told(), d.verified(), d.keys(0), d.keys(12)}) {
        BOOST_TEST((directory::role_of(file.filename().string()) == role::of_the_job));
        BOOST_TEST((directory::role_of(file.filename().string() + ".new") == role::temporary));
    }
    for (auto const& file : {d.torn_tail(7, 1), d.torn_tail(7, 2), d.bad_checkpoint(1)}) {
        BOOST_TEST((directory::role_of(file.filename().string()) == role::put_aside));
        BOOST_TEST((directory::role_of(file.filename().string() + ".new") == role::temporary));
    }
    for (auto const* const other :
         {"", ".new", "notes.txt", "spec.json.old", "spec.json.new.new", "journal.torn"})
        BOOST_TEST((directory::role_of(other) == role::foreign));
    BOOST_TEST(d.torn_tail(7, 1).filename().string() == "journal.torn-7");
    BOOST_TEST(d.torn_tail(7, 2).filename().string() == "journal.torn-7-2");
    BOOST_TEST(d.bad_checkpoint(3).filename().string() == "checkpoint.json.bad-3");
}

BOOST_AUTO_TEST_CASE(the_state_directory_comes_from_the_environment_in_this_order) {
    environment env;
    env.set("MUSTER_STATE_DIR", "/own");
    env.set("XDG_STATE_HOME", "/xdg");
    env.set("HOME", "/home/me");
    BOOST_TEST(default_state_directory().string() == "/own");
    env.set("MUSTER_STATE_DIR", "");
    BOOST_TEST(default_state_directory().string() == "/xdg/muster");
    env.set("MUSTER_STATE_DIR", std::nullopt);
    BOOST_TEST(default_state_directory().string() == "/xdg/muster");
    env.set("XDG_STATE_HOME", "relative");
    BOOST_TEST(default_state_directory().string() == "/home/me/.local/state/muster");
    env.set("XDG_STATE_HOME", std::nullopt);
    BOOST_TEST(default_state_directory().string() == "/home/me/.local/state/muster");
    env.set("HOME", std::nullopt);
    BOOST_CHECK_EXCEPTION(default_state_directory(), core::job_error,
                          [](core::job_error const& e) { return e.status() == core::exit_status::usage; });
}

BOOST_AUTO_TEST_CASE(an_id_is_made_of_name_time_and_chance) {
    auto const at = core::parse_iso8601("2026-01-31T09:05:07.999Z").value();
    BOOST_TEST(make_job_id("free-plan", at, 0x0a1b) == "free-plan-20260131T090507Z-0a1b");
    BOOST_TEST(make_job_id("x", at, 0) == "x-20260131T090507Z-0000");
    BOOST_TEST(make_job_id("x", at, 0xffff) == "x-20260131T090507Z-ffff");
    BOOST_TEST(is_job_id(make_job_id("free-plan", at, 1)));
}

BOOST_AUTO_TEST_CASE(an_id_cannot_lead_out_of_the_jobs_directory) {
    for (auto const& good : {std::string("a"), std::string("A.b_c-9"), std::string(128, 'a')})
        BOOST_TEST(is_job_id(good));
    for (auto const& bad : {std::string(), std::string("."), std::string(".."), std::string("a/b"),
                            std::string("-a"), std::string(".a"), std::string("a b"), std::string("a\n"),
                            std::string("a\0", 2), std::string("ä"), std::string(129, 'a')})
        BOOST_TEST(!is_job_id(bad));
}

BOOST_AUTO_TEST_CASE(jobs_are_listed_by_name) {
    tests::scratch const state;
    files::posix_storage storage;
    BOOST_TEST(job_ids(storage, state.path).empty());
    for (auto const* const id : {"b", "a", "c", ".hidden"})
        std::filesystem::create_directories(state.path / "jobs" / id);
    tests::spill(state.path / "jobs" / "file", "");
    std::vector<std::string> const expected{"a", "b", "c"};
    BOOST_TEST(job_ids(storage, state.path) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(keys_are_told_from_what_they_are_sorted_in) {
    directory const d("/state", "job");
    for (auto const& file : {d.keys(0), d.keys(12), d.member_keys(), d.row_keys()}) {
        auto const name = file.filename().string();
        BOOST_TEST(directory::holds_keys(name), name);
        BOOST_TEST(!directory::holds_keys(name + ".new"), name);
        BOOST_TEST(!directory::holds_keys(name + ".sorting"), name);
        BOOST_TEST((directory::role_of(name + ".sorting") == directory::role::temporary), name);
    }
    for (auto const* const name : {"keys-", "keys-x", "keys-1a", "rows"})
        BOOST_TEST(!directory::holds_keys(name), name);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::journal
