#include "launch/history.hpp"

#include "history_desk.hpp"

#include <boost/json/serialize.hpp>

namespace muster::launch {

namespace fs = std::filesystem;
using core::outcome;
using journal::intent;
using journal::member_settled;

BOOST_FIXTURE_TEST_SUITE(launch_history, tests::history_desk)

using tests::a_run;
using tests::an_intent;
using tests::settled;
using tests::spill;

BOOST_AUTO_TEST_CASE(the_deeds_of_all_jobs_by_time) {
    append(make("z-first"), {a_run(), an_intent("m", "a@x", "1"), an_intent("n", "b@x"),
                             settled("n", "2026-01-31T01:00:01Z"), settled("m")});
    append(make("a-second"), {a_run(), an_intent("m", "", "2"), settled("m", "2026-01-31T02:00:00Z"),
                              settled("o", "", outcome::already)});
    append(make("b-between"), {a_run(), settled("m", "2026-01-31T01:30:00Z", outcome::gone)});
    BOOST_TEST(ask("m")
                   == expect({"z-first|m|2026-01-31T01:00:01Z|1", "b-between|m|2026-01-31T01:30:00Z|-",
                              "a-second|m|2026-01-31T02:00:00Z|2"}),
               boost::test_tools::per_element());
    BOOST_TEST(boost::json::serialize(found.deeds.at(0).what.before) == R"({"note":null})");
    BOOST_TEST(found.deeds.at(0).what.email == "a@x");
    BOOST_TEST(found.without_index.empty());
    BOOST_TEST(tests::mode(index) == 0600U);
    BOOST_TEST(ask("nobody").empty());
    BOOST_TEST(ask("").empty());
}

BOOST_AUTO_TEST_CASE(archived_jobs) {
    std::vector<journal::record> many{a_run()};
    for (int i = 0; i < 20'000; ++i)
        many.emplace_back(settled("m" + std::to_string(i), "", outcome::already));
    many.emplace_back(an_intent("m", "a@x", "1"));
    many.emplace_back(settled("m", "2026-01-31T01:00:01Z"));
    append(make("packed"), many);
    append(make("other"), {a_run(), an_intent("m", "", "2"), settled("m", "2026-01-31T01:00:02Z")});
    auto const other = std::string("other|m|2026-01-31T01:00:02Z|2");
    BOOST_TEST(ask("m").size() == 2U);
    archive("packed", false);
    BOOST_TEST(ask("m") == expect({"packed|m|2026-01-31T01:00:01Z|1", other}),
               boost::test_tools::per_element());
    archive("packed", true); // beside the first
    fs::rename(jobs.archive_of("packed"), path / "state" / "archive" / "packed-3.tar.zst");
    BOOST_TEST(ask("a@X") == expect({"packed!|m|2026-01-31T01:00:01Z|1", other}),
               boost::test_tools::per_element());
    BOOST_TEST(ask("m19999") == expect({"packed!|m19999||-"}), boost::test_tools::per_element());
    BOOST_TEST(found.unread.empty());
    spill(jobs.archive_of("broken"), "no archive");
    BOOST_TEST(ask("m").size() == 2U);
    BOOST_REQUIRE(found.unread.size() == 1U);
    BOOST_TEST(found.unread[0].why.find("broken.tar.zst") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(members_who_share_a_key) {
    choices.index.key_bits = 1;
    std::vector<journal::record> all{a_run()};
    for (int i = 0; i < 40; ++i) {
        auto const n = std::to_string(i);
        all.emplace_back(an_intent("m" + n, "a" + n + "@x", n));
        if (i % 4 != 0) all.emplace_back(settled("m" + n));
    }
    std::string shared;
    std::vector<intent> intents;
    std::vector<member_settled> outcomes;
    for (int i = 0; i < 10; ++i) {
        intents.push_back(an_intent("s" + std::to_string(i), "", "s"));
        intents.back().before = {};
        outcomes.push_back(settled("s" + std::to_string(i)));
    }
    outcomes.push_back(settled("t"));
    journal::encode(intents, shared);
    journal::encode(outcomes, shared);
    auto const where = make("job");
    append(where, all);
    ask("m1"); // so that those who are open are read again by their keys
    storage.open_append(where.journal())->append(shared);
    append(where, {settled("m0")});
    BOOST_TEST(ask("m7") == expect({"job|m7||7"}), boost::test_tools::per_element());
    BOOST_TEST(ask("A7@x") == expect({"job|m7||7"}), boost::test_tools::per_element());
    BOOST_TEST(ask("m8") == expect({"job?|m8||8"}), boost::test_tools::per_element());
    BOOST_TEST(ask("m0") == expect({"job|m0||0"}), boost::test_tools::per_element());
    for (auto const& name : {"s0", "s4", "s9"})
        BOOST_TEST(ask(name) == expect({"job|" + std::string(name) + "||s"}),
                   boost::test_tools::per_element());
    BOOST_TEST(ask("t") == expect({"job|t||-"}), boost::test_tools::per_element());
    BOOST_TEST(ask("u").empty());
}

BOOST_AUTO_TEST_CASE(addresses_and_keys_of_rows) {
    auto by_row = an_intent("m2", "Jane@X.com", "2");
    by_row.row = "Ref-7";
    auto none = settled("jane@x.COM", "2026-01-31T01:00:03Z"); // made by a job, and known to it by that
    auto seen = settled("m3", "2026-01-31T01:00:04Z", outcome::already);
    seen.email = "joe@x.com";
    append(make("job"), {a_run(), an_intent("m1", "jane@x.com", "1"), settled("m1", "2026-01-31T01:00:01Z"),
                         by_row, settled("m2", "2026-01-31T01:00:02Z"), none, seen});
    append(make("later"),
           {a_run(), an_intent("m1", "jane@new.com", "3"), settled("m1", "2026-01-31T02:00:00Z")});
    auto const all = expect({"job|m1|2026-01-31T01:00:01Z|1", "job|m2|2026-01-31T01:00:02Z|2",
                             "job|jane@x.COM|2026-01-31T01:00:03Z|-", "later|m1|2026-01-31T02:00:00Z|3"});
    BOOST_TEST(ask("JANE@x.com") == all, boost::test_tools::per_element());
    BOOST_TEST(ask("Jane@new.com").size() == 2U); // what was done to them before they had it, too
    BOOST_TEST(ask("Ref-7") == expect({all[1]}), boost::test_tools::per_element());
    BOOST_TEST(found.deeds.at(0).what.row == "Ref-7");
    BOOST_TEST(ask("ref-7").empty());
    BOOST_TEST(ask("M1").empty());
    BOOST_TEST(ask("joe@X.com").size() == 1U);
}

BOOST_AUTO_TEST_CASE(lines_that_hold_several) {
    std::vector<intent> intents;
    std::vector<member_settled> outcomes;
    for (int i = 0; i < 100; ++i) {
        auto const n = std::to_string(i);
        auto one = an_intent("m" + n, "a" + n + "@x", "all");
        one.before = {};
        one.row = "r" + n;
        intents.push_back(one);
        outcomes.push_back(settled("m" + n, i == 0 ? "2026-01-31T01:00:01Z" : ""));
    }
    std::string text;
    journal::encode(intents, text);
    auto const where = make("job");
    append(where, {a_run()});
    storage.open_append(where.journal())->append(text);
    BOOST_TEST(ask("r42") == expect({"job?|m42||all"}), boost::test_tools::per_element());
    text.clear();
    journal::encode(outcomes, text);
    storage.open_append(where.journal())->append(text);
    for (auto const* const name : {"m42", "A42@x", "r42"})
        BOOST_TEST(ask(name) == expect({"job|m42|2026-01-31T01:00:01Z|all"}),
                   boost::test_tools::per_element());
    BOOST_TEST(count("open") == 0);
}

BOOST_AUTO_TEST_CASE(a_journal_that_is_damaged_is_told_and_read_as_far_as_it_is_sound) {
    auto const where = make("job");
    append(where, {a_run(), an_intent("m"), settled("m")});
    storage.open_append(where.journal())->append("torn\n");
    BOOST_TEST(ask("m").size() == 1U);
    BOOST_TEST(found.unread.empty()); // a crash may have left it
    append(where, {a_run(2), an_intent("m"), settled("m")});
    {
        auto const held = held_job::open(storage, where);
        BOOST_TEST(ask("m").size() == 1U);
        BOOST_TEST(found.unread.empty()); // not judged while it runs
    }
    for (int times = 0; times < 2; ++times) {
        BOOST_TEST(ask("m").size() == 1U);
        BOOST_REQUIRE(found.unread.size() == 1U);
        BOOST_TEST(found.unread[0].why.find("muster fsck job") != std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::launch
