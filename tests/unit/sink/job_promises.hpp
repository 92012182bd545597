#pragma once
#include "table_world.hpp"

/// Whose a table is, and how an export of it goes on, in any database.
namespace muster::tests::promises {

inline void an_end_that_was_forgotten_is_said_again(table_world& w) {
    auto s = settings("job-1", true);
    s.max_removals = 0.5;
    export_all(w, s, {member("a", nullptr, 1), member("b", nullptr, 2), member("c", nullptr, 3)});
    for (auto const& left :
         std::vector<std::vector<exported>>{{member("a", nullptr, 1), member("b", nullptr, 2)}, {}}) {
        s.job += "x";
        std::string mark;
        sink::closing first;
        {
            auto const to = w.make(s);
            to->open("");
            mark = write(*to, left).mark;
            first = to->finish(true);
            BOOST_TEST(first.removed + first.withheld > 0U);
        }
        auto const before = standing(w) + changes(w);
        auto const to = w.make(s);
        to->open(mark);
        write(*to, left); // nor does the last page, if that was forgotten too
        auto const again = to->finish(true);
        BOOST_TEST(again.removed == first.removed);
        BOOST_TEST(again.withheld == first.withheld);
        BOOST_TEST(again.rows == first.rows);
        BOOST_TEST((again.examples == first.examples));
        BOOST_TEST(standing(w) + changes(w) == before);
    }
}

inline void a_job_without_a_mark_begins_anew(table_world& w) {
    auto s = settings();
    s.max_removals = 1;
    {
        auto const to = w.make(s);
        to->open("");
        write(*to, {member("a", nullptr, 1)});
    }
    auto const to = w.make(s);
    to->open("");
    BOOST_TEST(write(*to, {member("b", nullptr, 2)}).mark == "1");
    BOOST_TEST(to->finish(true).removed == 1U); // a was met by what is forgotten
}

inline void an_older_database_is_refused(table_world& w) {
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    auto const error = error_of([&] { to->open("2"); });
    BOOST_TEST(holds(error, "unfit: the database was put back to an older state"), error);
    BOOST_TEST(holds(error, "begin a new job"), error);
    BOOST_TEST(holds(error_of([&] { to->open("offset 7"); }), "unfit: "));
    to->open("1");

    auto const other = w.make(settings("job-9"));
    BOOST_TEST(holds(error_of([&] { other->open("1"); }), "passing: another export"));
}

inline void a_table_that_was_dropped_is_not_made_again_midway(table_world& w) {
    auto to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    to.reset();
    w.run("DROP TABLE members_muster_walk");
    to = w.make(settings());
    BOOST_TEST(holds(error_of([&] { to->open("1"); }), "unfit: the table of whom this job has met"));
    w.run("DROP TABLE members");
    BOOST_TEST(holds(error_of([&] { to->open("1"); }), "unfit: the database no longer holds"));
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    BOOST_TEST(standing(w) == "a|-|1|lives\n");
}

inline void a_walk_of_an_older_program_is_not_gone_on_with(table_world& w) {
    auto to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1), member("b", nullptr, 2)});
    to.reset();
    w.run("DROP TABLE members_muster_walk");
    w.run("CREATE TABLE members_muster_walk (id text NOT NULL PRIMARY KEY)"); // one row a member
    w.run("INSERT INTO members_muster_walk VALUES ('a'), ('b')");
    to = w.make(settings());
    auto const error = error_of([&] { to->open("1"); });
    BOOST_TEST(holds(error, "unfit: an earlier program began this job"), error);
    BOOST_TEST(holds(error, "What it wrote to members stays as it is; begin a new job"), error);
    BOOST_TEST(standing(w) == "a|-|1|lives\nb|-|2|lives\n");

    to.reset();
    auto s = settings("job-2");
    s.max_removals = 1;
    to = w.make(s);
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    BOOST_TEST(to->finish(true).removed == 1U);
    BOOST_TEST(standing(w) == "a|-|1|lives\nb|-|2|gone\n");
}

inline void another_job_takes_the_table_over(table_world& w) {
    {
        auto const to = w.make(settings("job-1"));
        to->open("");
        write(*to, {member("a", nullptr, 1)});
    }
    {
        auto const to = w.make(settings("job-2"));
        to->open("");
        write(*to, {member("a", nullptr, 1)});
    }
    auto const error = error_of([&] { w.make(settings("job-1"))->open("1"); });
    BOOST_TEST(holds(error, "unfit: another job (\"job-2\") has exported to members"), error);
}

inline void the_second_of_two_exports_is_refused(table_world& w) {
    auto first = w.make(settings("job-1"));
    first->open("");
    auto const second = w.make(settings("job-2"));
    auto const error = error_of([&] { second->open(""); });
    BOOST_TEST(holds(error, "passing: another export is writing to the table members"), error);
    write(*first, {member("a", nullptr, 1)});

    auto s = settings("job-3"); // another table of the same database is another matter
    s.table = "others";
    auto const elsewhere = w.make(s);
    elsewhere->open("");
    write(*elsewhere, {member("b", nullptr, 1)});
    write(*first, {member("c", nullptr, 1)});

    first.reset();
    second->open("");
    write(*second, {member("d", nullptr, 1)});
    BOOST_TEST(standing(w) == "a|-|1|lives\nc|-|1|lives\nd|-|1|lives\n");
}

inline void a_page_that_is_not_whole_is_not_there(table_world& w) {
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    w.run("ALTER TABLE members RENAME TO elsewhere");
    BOOST_TEST(holds(error_of([&] { write(*to, {member("b", nullptr, 1)}); }), "unfit: "));
    w.run("ALTER TABLE elsewhere RENAME TO members");
    to->open("1");
    BOOST_TEST(standing(w) == "a|-|1|lives\n");
    BOOST_TEST(write(*to, {member("b", nullptr, 1)}).mark == "2");
}

inline void somebody_elses_hand_in_the_notes_is_seen(table_world& w) {
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    w.run("UPDATE muster_exports SET batches = 0");
    BOOST_TEST(holds(error_of([&] { write(*to, {member("b", nullptr, 1)}); }), "unfit: somebody else"));
    BOOST_TEST(standing(w) == "a|-|1|lives\n");
}

inline void nothing_of_the_walk_is_left_at_the_end(table_world& w) {
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    BOOST_TEST(w.ask("SELECT count(*) FROM members_muster_walk") == "1\n");
    to->finish(true);
    BOOST_CHECK_THROW(w.ask("SELECT count(*) FROM members_muster_walk"), std::exception);
    BOOST_TEST(
        w.ask("SELECT table_name LIKE '%members', removed, finished_at IS NOT NULL FROM muster_exports")
            .size()
        > 4U);
}

} // namespace muster::tests::promises
