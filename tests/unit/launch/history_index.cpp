#include "launch/history_index.hpp"

#include "history_desk.hpp"

namespace muster::launch {

namespace fs = std::filesystem;
using core::outcome;
using journal::intent;
using journal::intent_withdrawn;

BOOST_FIXTURE_TEST_SUITE(launch_history_index, tests::history_desk)

using tests::a_run;
using tests::an_intent;
using tests::settled;
using tests::spill;

BOOST_AUTO_TEST_CASE(without_jobs_nothing_is_made) {
    BOOST_CHECK_EXCEPTION(ask("m"), core::job_error,
                          tests::tells(core::exit_status::usage, "there is no directory"));
    fs::create_directories(path / "state");
    BOOST_TEST(ask("m").empty());
    BOOST_TEST(!fs::exists(index));
}

BOOST_AUTO_TEST_CASE(it_reads_on_where_it_left_off) {
    auto const where = make("job");
    append(where, {a_run(), an_intent("m", "a@x", "1"), an_intent("n"), intent_withdrawn{"n"},
                   settled("o", "2026-01-31T01:00:01Z")});
    BOOST_TEST(ask("m") == expect({"job?|m||1"}), boost::test_tools::per_element());
    BOOST_TEST(!found.deeds.at(0).running);
    BOOST_TEST(ask("n").empty()); // it was never sent
    BOOST_TEST(ask("a@x").size() == 1U);
    // The intent, and the second that holds, stand before what is new. The line that is not whole may yet be.
    std::string whole;
    journal::encode(an_intent("m", "", "2"), whole);
    append(where, {settled("m")});
    storage.open_append(where.journal())->append(whole.substr(0, 30));
    BOOST_TEST(ask("m") == expect({"job|m|2026-01-31T01:00:01Z|1"}), boost::test_tools::per_element());
    BOOST_TEST(count("open") == 0);
    storage.open_append(where.journal())->append(whole.substr(30));
    append(where, {settled("m", "2026-01-31T01:00:02Z", outcome::unknown)});
    {
        auto const held = held_job::open(storage, where);
        BOOST_TEST(ask("m") == expect({"job|m|2026-01-31T01:00:01Z|1", "job|m|2026-01-31T01:00:02Z|2"}),
                   boost::test_tools::per_element());
    }
    append(where, {an_intent("m", "", "3")});
    auto const held = held_job::open(storage, where);
    BOOST_TEST(ask("m").size() == 3U);
    BOOST_TEST(found.deeds.at(2).open);
    BOOST_TEST(found.deeds.at(2).running);
    BOOST_TEST(count("deeds") == 3);
    BOOST_TEST(count("journals") == 1);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_where_nothing_is_new) {
    append(make("job"), {a_run(), an_intent("m"), settled("m")});
    ask("m");
    auto const before = storage.look(index)->changed;
    BOOST_TEST(ask("m").size() == 1U);
    BOOST_TEST(storage.look(index)->changed == before);
}

BOOST_AUTO_TEST_CASE(jobs_that_are_gone_fall_out) {
    choices.index.most_dead = 0;
    append(make("one"), {a_run(), an_intent("m", "a@x"), settled("m"), settled("n")});
    append(make("two"), {a_run(), an_intent("m", "b@x"), settled("m")});
    BOOST_TEST(ask("m").size() == 2U);
    BOOST_TEST(count("names") == 2);
    fs::remove_all(jobs.where("two").root);
    BOOST_TEST(ask("m").size() == 1U);
    BOOST_TEST(ask("b@x").empty());
    BOOST_TEST(count("deeds") == 3); // the living are more
    fs::remove_all(jobs.where("one").root);
    append(make("three"), {a_run(), settled("m")});
    BOOST_TEST(ask("m") == expect({"three|m||-"}), boost::test_tools::per_element());
    BOOST_TEST(count("deeds") == 1);
}

BOOST_AUTO_TEST_CASE(a_job_that_was_made_again_is_another) {
    auto const again = [&](std::string const& member, std::chrono::seconds at) {
        held_job::create(storage, jobs.where("job"), a_spec(), "sk_sb_0123456789", core::wall_time(at));
        append(jobs.where("job"),
               {a_run(), an_intent(member), settled(member), an_intent("last"), settled("last")});
    };
    again("m", std::chrono::seconds(1));
    BOOST_TEST(ask("m").size() == 1U);
    fs::remove_all(jobs.where("job").root);
    again("n", std::chrono::seconds(2)); // as long as the other, and the last line is the same
    BOOST_TEST(ask("n").size() == 1U);
    BOOST_TEST(ask("m").empty());
    BOOST_TEST(ask("last").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_power_cut_took_what_was_read) {
    auto const where = make("job");
    append(where, {a_run()});
    auto const size = storage.look(where.journal())->size;
    append(where, {an_intent("m"), settled("m")});
    BOOST_TEST(ask("m").size() == 1U);
    storage.truncate(where.journal(), size);
    append(where, {a_run(2), an_intent("n"), settled("n"), an_intent("o"), settled("o")});
    BOOST_TEST(ask("n").size() == 1U);
    BOOST_TEST(ask("m").empty());
}

BOOST_AUTO_TEST_CASE(an_index_that_is_damaged_or_of_another_version_is_made_anew) {
    append(make("job"), {a_run(), an_intent("m"), settled("m"), an_intent("n"), settled("n")});
    BOOST_TEST(ask("m").size() == 1U);
    auto const is_mended = [&](std::string const& what) {
        BOOST_TEST_CONTEXT(what) {
            BOOST_TEST(ask("m").size() == 1U);
            BOOST_TEST(found.without_index.empty());
            BOOST_TEST(count("deeds") == 2);
        }
    };
    alter("PRAGMA user_version=7");
    is_mended("another version");
    spill(index, std::string(8192, 'x'));
    is_mended("no database");
    spill(index, "");
    is_mended("empty");
    fs::resize_file(index, fs::file_size(index) - 4096);
    is_mended("cut");
    alter("UPDATE deeds SET line = line + 1");
    is_mended("lines that are not there");
    alter("UPDATE deeds SET key = (SELECT max(key) FROM deeds) WHERE key = (SELECT min(key) FROM deeds)");
    ask("m");
    ask("n"); // one of the two leads to the other's line
    is_mended("members who are not there");
    fs::remove(index);
    fs::create_directory(index);
    is_mended("a directory");
    alter("DELETE FROM deeds");
    BOOST_TEST(ask("m").empty()); // nothing tells that: the journal is as it was
    choices.rebuild = true;
    is_mended("by request");
}

BOOST_AUTO_TEST_CASE(where_no_index_can_be_kept_the_journals_are_read) {
    append(make("job"), {a_run(), an_intent("m", "a@x"), settled("m")});
    fs::create_directories(index / "not-ours");
    BOOST_TEST(ask("A@x").size() == 1U);
    BOOST_TEST(found.without_index.find("history.sqlite") != std::string::npos);
    BOOST_TEST(fs::exists(index / "not-ours"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
