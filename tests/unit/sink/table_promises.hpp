#pragma once
#include "table_world.hpp"

#include <algorithm>
#include <functional>
#include <utility>

/// What every export to a table promises, whatever the database: each of these is a test case for each of
/// them.
namespace muster::tests::promises {

inline void a_missing_table_is_made_and_filled(table_world& w) {
    auto s = settings();
    s.columns = {{"name", core::cell_form::text},
                 {"points", core::cell_form::number},
                 {"vip", core::cell_form::boolean},
                 {"seen", core::cell_form::date},
                 {"tags", core::cell_form::json}};
    auto const to = w.make(s);
    to->open("");
    auto const done =
        write(*to, {{"a", {"say \"hi\"\t\\N\n|", 12, true, "2026-01-31T09:05:07.123Z", {"x", nullptr, 0.5}}},
                    {"b", {nullptr, nullptr, nullptr, nullptr, nullptr}},
                    {"c", {"", -0.5, false, "1999-12-31T00:00:00.000Z", {{"k", "ü"}}}}});
    BOOST_TEST(done.written == 3U);
    BOOST_TEST(done.unchanged == 0U);
    BOOST_TEST(done.refused.empty());
    BOOST_TEST(done.mark == "1");
    BOOST_TEST(w.ask("SELECT id, CASE WHEN vip THEN 'yes' ELSE 'no' END, points FROM members ORDER BY id")
               == "a|yes|12\nb|no|-\nc|no|-0.5\n");
    BOOST_TEST(w.ask("SELECT name FROM members WHERE id = 'a'") == "say \"hi\"\t\\N\n|\n");
    BOOST_TEST(w.ask("SELECT id FROM members WHERE name = ''") == "c\n");
    BOOST_TEST(w.ask("SELECT count(*) FROM members WHERE name IS NULL AND points IS NULL AND vip IS NULL"
                     " AND seen IS NULL AND tags IS NULL AND deleted_at IS NULL")
               == "1\n");
    BOOST_TEST(w.ask("SELECT id FROM members WHERE seen = '2026-01-31T09:05:07.123Z'") == "a\n");
    BOOST_TEST(w.ask("SELECT tags ->> 2, tags -> 1 FROM members WHERE id = 'a'") == "0.5|null\n");
    BOOST_TEST(w.ask("SELECT tags ->> 'k' FROM members WHERE id = 'c'") == "ü\n");
    BOOST_TEST(w.ask("SELECT job, batches FROM muster_exports") == "job-1|1\n");
}

inline void all_rows_are_put_right_in_a_full_export(table_world& w) {
    export_all(w, settings(), {member("a", "a@x.de", 1), member("b", "b@x.de", 2)});
    w.run("UPDATE members SET email = 'somebody else', points = 99 WHERE id = 'a'");
    auto const to = w.make(settings("job-2"));
    to->open("");
    BOOST_TEST(write(*to, {member("a", "a@x.de", 1), member("b", "b@y.de", 2)}).written == 2U);
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@y.de|2|lives\n");
}

inline void only_what_changed_is_written_and_noted(table_world& w) {
    export_all(w, settings("job-1", true), {member("a", "a@x.de", 1), member("b", "b@x.de", 2)});
    BOOST_TEST(changes(w) == "a|inserted|job-1\nb|inserted|job-1\n");
    w.run("UPDATE members SET points = 99 WHERE id = 'a'"); // it shows that the row is not written
    auto const to = w.make(settings("job-2", true));
    to->open("");
    auto const done =
        write(*to, {member("a", "a@x.de", 1), member("b", nullptr, 2), member("c", "c@x.de", 3)});
    BOOST_TEST(done.written == 2U);
    BOOST_TEST(done.unchanged == 1U);
    BOOST_TEST(standing(w) == "a|a@x.de|99|lives\nb|-|2|lives\nc|c@x.de|3|lives\n");
    BOOST_TEST(changes(w) == "a|inserted|job-1\nb|inserted|job-1\nb|updated|job-2\nc|inserted|job-2\n");
    BOOST_TEST(w.ask("SELECT count(*) FROM members_changes WHERE at IS NULL") == "0\n");
}

inline void new_and_known_rows_come_in_any_order(table_world& w) {
    export_all(w, settings("job-1", true), {member("b", nullptr, 2), member("d", nullptr, 4)});
    auto const to = w.make(settings("job-2", true));
    to->open("");
    auto const first =
        write(*to, {member("a", nullptr, 1), member("b", nullptr, 20), member("c", nullptr, 3),
                    member("d", nullptr, 4), member("e", nullptr, 5), member("f", nullptr, 6)});
    BOOST_TEST(first.written == 5U);
    BOOST_TEST(first.unchanged == 1U);
    auto const again =
        write(*to, {member("f", nullptr, 6), member("g", nullptr, 7), member("e", nullptr, 50)});
    BOOST_TEST(again.written == 2U);
    BOOST_TEST(again.unchanged == 1U);
    BOOST_TEST(standing(w)
               == "a|-|1|lives\nb|-|20|lives\nc|-|3|lives\nd|-|4|lives\ne|-|50|lives\nf|-|6|lives\n"
                  "g|-|7|lives\n");
    BOOST_TEST(w.ask("SELECT id, change FROM members_changes WHERE job = 'job-2' ORDER BY seq")
               == "a|inserted\nb|updated\nc|inserted\ne|inserted\nf|inserted\ng|inserted\ne|updated\n");
    BOOST_TEST(to->finish(true).removed == 0U);
}

inline void whom_any_page_met_is_not_gone(table_world& w) {
    auto const id = [](int n) { return "m" + std::to_string(10'000 + n); };
    constexpr int pages = 20, of = 150;
    for (auto const* job : {"job-1", "job-2"}) {
        auto const to = w.make(settings(job, true));
        to->open("");
        for (int p = 0; p < pages; ++p) {
            std::vector<exported> rows;
            for (int i = 0; i < of; ++i)
                // In the second export, every hundredth is missing, and each page ends with one that was
                // there.
                if (auto const n = p * of + i; job == std::string("job-1") || n % 100 != 0)
                    rows.push_back(member(id(n), nullptr, n));
            if (p > 0) rows.push_back(member(id(p * of - 1), nullptr, p * of - 1));
            write(*to, rows);
        }
        BOOST_TEST(to->finish(true).removed == (job == std::string("job-1") ? 0U : 30U));
    }
    BOOST_TEST(w.ask("SELECT count(*), min(id), max(id) FROM members WHERE deleted_at IS NOT NULL")
               == "30|m10000|m12900\n");
    BOOST_TEST(w.ask("SELECT count(*) FROM members_changes WHERE change = 'removed'") == "30\n");
}

inline void each_column_is_compared_now_and_then(table_world& w) {
    auto s = settings("job-1", true);
    s.full_every = std::chrono::hours(24 * 7);
    std::vector<exported> const all{member("a", "a@x.de", 1), member("b", "b@x.de", nullptr),
                                    member("c", "", 2.5)};
    export_all(w, s, all);
    auto const edit = [&] { w.run("UPDATE members SET points = 99 WHERE id = 'a' OR id = 'c'"); };
    edit();
    s.job = "job-2";
    export_all(w, s, all);
    BOOST_TEST(standing(w) == "a|a@x.de|99|lives\nb|b@x.de|-|lives\nc||99|lives\n");

    w.run("UPDATE muster_exports SET compared_at = '2020-01-01T00:00:00.000Z'");
    s.job = "job-3";
    auto to = w.make(s);
    to->open("");
    auto const first = write(*to, {all[0], all[1]});
    to.reset();
    BOOST_TEST(first.written == 1U);
    BOOST_TEST(first.unchanged == 1U);
    auto resumed = w.make(s);
    resumed->open(first.mark);
    BOOST_TEST(write(*resumed, {all[2]}).written == 1U);
    resumed->finish(true);
    resumed.reset();
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|-|lives\nc||2.5|lives\n");
    BOOST_TEST(w.ask("SELECT id, change FROM members_changes WHERE job <> 'job-1' ORDER BY seq")
               == "a|updated\nc|updated\n");

    edit(); // it is not due again
    s.job = "job-4";
    export_all(w, s, all);
    BOOST_TEST(standing(w).starts_with("a|a@x.de|99|"));
}

inline void notes_of_an_older_program_are_gone_on_with(table_world& w) {
    auto s = settings("job-1", true);
    s.full_every = std::chrono::hours(1);
    export_all(w, s, {member("a", "a@x.de", 1)});
    w.run("ALTER TABLE muster_exports DROP COLUMN compares");
    w.run("ALTER TABLE muster_exports DROP COLUMN compared_at");
    w.run("UPDATE members SET points = 99");
    s.job = "job-2";
    export_all(w, s, {member("a", "a@x.de", 1)});
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\n");
}

inline void who_is_gone_is_marked_and_lives_again_when_back(table_world& w) {
    auto s = settings("job-1", true);
    s.max_removals = 0.5;
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2), member("c", "c@x.de", 3)});
    s.job = "job-2";
    auto const end = export_all(w, s, {member("a", "a@x.de", 1), member("c", "c@x.de", 3)});
    BOOST_TEST(end.removed == 1U);
    BOOST_TEST(end.withheld == 0U);
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|gone\nc|c@x.de|3|lives\n");
    s.job = "job-3"; // who is gone already is not marked again
    BOOST_TEST(export_all(w, s, {member("a", "a@x.de", 1), member("c", "c@x.de", 3)}).removed == 0U);
    s.job = "job-4";
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2), member("c", "c@x.de", 3)});
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|lives\nc|c@x.de|3|lives\n");
    BOOST_TEST(changes(w)
               == "a|inserted|job-1\nb|inserted|job-1\nc|inserted|job-1\n"
                  "b|removed|job-2\nb|returned|job-4\n");
}

inline void a_full_export_marks_and_revives_too(table_world& w) {
    auto s = settings();
    s.max_removals = 1;
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2)});
    s.job = "job-2";
    BOOST_TEST(export_all(w, s, {member("b", "b@x.de", 2)}).removed == 1U);
    BOOST_TEST(standing(w) == "a|a@x.de|1|gone\nb|b@x.de|2|lives\n");
    s.job = "job-3";
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2)});
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|lives\n");
}

inline void notes_that_others_follow_get_no_gap(table_world& w) {
    export_all(w, settings("job-1", true), {member("a", "a@x.de", 1)});
    auto to = w.make(settings("job-2"));
    BOOST_CHECK_EXCEPTION(to->open(""), core::obstacle, [](core::obstacle const& e) {
        return e.what_kind() == core::obstacle::kind::unfit
               && std::string(e.what()).find("members_changes") != std::string::npos;
    });
    to.reset();
    w.run("DROP TABLE members_changes");
    export_all(w, settings("job-3"), {member("a", "a@x.de", 2)});
    BOOST_TEST(standing(w) == "a|a@x.de|2|lives\n");
}

inline void too_many_are_not_marked(table_world& w) {
    std::vector<exported> all;
    for (char c = 'a'; c <= 't'; ++c) all.push_back(member(std::string(1, c), nullptr, 1));
    export_all(w, settings("job-1", true), all);
    auto const some = [&](std::size_t without) {
        return std::vector(all.begin() + static_cast<long>(without), all.end());
    };

    auto const end = export_all(w, settings("job-2", true), some(6));
    BOOST_TEST(end.removed == 0U);
    BOOST_TEST(end.withheld == 6U);
    BOOST_TEST(end.rows == 20U);
    BOOST_TEST((end.examples == std::vector<std::string>{"a", "b", "c", "d", "e"}));
    BOOST_TEST(w.ask("SELECT count(*) FROM members WHERE deleted_at IS NOT NULL") == "0\n");
    BOOST_TEST(w.ask("SELECT count(*) FROM members_changes WHERE change = 'removed'") == "0\n");
    BOOST_TEST(export_all(w, settings("job-3", true), some(3)).withheld == 3U);
    BOOST_TEST(export_all(w, settings("job-4", true), some(2)).removed == 2U);  // a tenth, as allowed
    BOOST_TEST(export_all(w, settings("job-5", true), some(4)).withheld == 2U); // of 18 that live
}

inline void nobody_is_marked_after_half_a_list(table_world& w) {
    auto s = settings();
    s.max_removals = 1;
    export_all(w, s, {member("a", nullptr, 1), member("b", nullptr, 2)});
    s.job = "job-2";
    auto const to = w.make(s);
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    BOOST_TEST(to->finish(false).removed == 0U);
    BOOST_TEST(standing(w) == "a|-|1|lives\nb|-|2|lives\n");
}

inline void who_cannot_be_exported_is_not_gone(table_world& w) {
    auto s = settings();
    s.max_removals = 1;
    export_all(w, s, {member("a", "a@x.de", 1), member("b", "b@x.de", 2)});
    s.job = "job-2";
    auto const to = w.make(s);
    to->open("");
    auto const done = write(*to, {member("a", "a@x.de", 1), {"b", {}}});
    BOOST_TEST(done.written == 1U);
    BOOST_TEST(to->finish(true).removed == 0U);
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|lives\n");
}

inline void a_row_that_does_not_fit_is_refused_alone(table_world& w) {
    w.run("CREATE TABLE members (id text NOT NULL PRIMARY KEY, email text NOT NULL CHECK (email <> 'bad'),"
          " points numeric, deleted_at "
          + std::string(column_type(core::cell_form::date, w.words())) + ", _muster_hash text)");
    w.run("INSERT INTO members (id, email, points) VALUES ('c', 'c@old.de', 7)");
    auto s = settings("job-1", true);
    s.max_removals = 1;
    auto const to = w.make(s);
    to->open("");
    auto const done = write(*to, {member("a", "a@x.de", 1), member("b", nullptr, 2), member("c", "bad", 3),
                                  member("d", "d@x.de", 4), member("e", "bad", 5)});
    BOOST_TEST(done.written == 2U);
    BOOST_REQUIRE(done.refused.size() == 3U);
    BOOST_TEST(done.refused[0].index == 1U);
    BOOST_TEST(done.refused[1].index == 2U);
    BOOST_TEST(done.refused[2].index == 4U);
    for (auto const& each : done.refused) {
        BOOST_TEST(each.code == "unfit-value");
        BOOST_TEST(!each.message.empty());
    }
    BOOST_TEST(to->finish(true).removed == 0U); // c is a member still
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nc|c@old.de|7|lives\nd|d@x.de|4|lives\n");
    BOOST_TEST(changes(w) == "a|inserted|job-1\nd|inserted|job-1\n");
}

inline void a_member_twice_in_a_page_is_written_as_it_was_last(table_world& w) {
    auto const to = w.make(settings("job-1", true));
    to->open("");
    auto const done = write(*to, {member("a", "old", 1), member("b", "b@x.de", 2), member("a", "new", 1)});
    BOOST_TEST(done.written + done.unchanged == 3U);
    BOOST_TEST(standing(w) == "a|new|1|lives\nb|b@x.de|2|lives\n");
}

inline void an_empty_page_counts_as_one(table_world& w) {
    auto const to = w.make(settings());
    to->open("");
    BOOST_TEST(write(*to, {}).mark == "1");
    BOOST_TEST(write(*to, {member("a", nullptr, 1)}).mark == "2");
}

inline void a_page_is_written_again_without_effect(table_world& w) {
    auto s = settings("job-1", true);
    s.max_removals = 1;
    export_all(w, s, {member("z", nullptr, 0)});
    s.job = "job-2";
    {
        auto const to = w.make(s);
        to->open("");
        BOOST_TEST(write(*to, {member("a", "a@x.de", 1)}).mark == "1");
        write(*to, {member("b", "b@x.de", 2)}); // of this page, the journal knows nothing: it died
    }
    auto const to = w.make(s);
    to->open("1");
    auto const again = write(*to, {member("b", "b@x.de", 2)});
    BOOST_TEST(again.written == 0U);
    BOOST_TEST(again.unchanged == 1U);
    auto const end = to->finish(true);
    BOOST_TEST(end.removed == 1U);
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|lives\nz|-|0|gone\n");
    BOOST_TEST(changes(w) == "z|inserted|job-1\na|inserted|job-2\nb|inserted|job-2\nz|removed|job-2\n");
}

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

inline void columns_that_are_missing_are_named_or_added(table_world& w) {
    w.run("CREATE TABLE members (id text NOT NULL PRIMARY KEY, email text, mine integer)");
    w.run("INSERT INTO members VALUES ('a', 'a@x.de', 5)");
    auto s = settings();
    auto const error = error_of([&] { w.make(s)->open(""); });
    BOOST_TEST(holds(error, "unfit: the table members does not fit this export: it has no column \"points\""),
               error);
    auto const ddl = error.substr(error.find("ALTER TABLE"));
    BOOST_TEST(holds(ddl, "ADD COLUMN \"points\" "), ddl);
    BOOST_TEST(holds(ddl, "ADD COLUMN \"deleted_at\" "), ddl);
    BOOST_TEST(holds(ddl, "ADD COLUMN \"_muster_hash\" "), ddl);
    BOOST_TEST(!holds(ddl, "mine"), ddl);

    s.migrate = true;
    auto to = w.make(s);
    to->open("");
    write(*to, {member("a", "a@x.de", 1)});
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\n");
    BOOST_TEST(w.ask("SELECT mine FROM members") == "5\n"); // what is not the export's stays

    to.reset();
    w.run("DROP TABLE members");
    w.run("CREATE TABLE members (id text NOT NULL PRIMARY KEY, email text, mine integer)");
    w.run(ddl); // and the statements mend it
    to = w.make(settings());
    to->open("");
    write(*to, {member("a", "a@x.de", 1)});
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\n");
}

inline void a_new_column_makes_all_rows_others(table_world& w) {
    export_all(w, settings("job-1", true), {member("a", "a@x.de", 1)});
    auto s = settings("job-2", true);
    s.migrate = true;
    s.columns[1].name = "score"; // with the same cells
    auto const to = w.make(s);
    to->open("");
    BOOST_TEST(write(*to, {member("a", "a@x.de", 1)}).written == 1U);
    BOOST_TEST(w.ask("SELECT score FROM members") == "1\n");
}

inline void a_column_of_another_type_is_refused(table_world& w) {
    w.run("CREATE TABLE members (id text NOT NULL PRIMARY KEY, email integer, points text)");
    auto const error = error_of([&] {
        auto s = settings();
        s.migrate = true; // which does not touch what is there
        w.make(s)->open("");
    });
    BOOST_TEST(holds(error, "unfit: "), error);
    BOOST_TEST(holds(error, "its column \"email\" has the type "), error);
    BOOST_TEST(holds(error, "its column \"points\" has the type "), error);
    auto const ddl = error.substr(error.find("ALTER TABLE"));
    w.run(ddl);
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", "007", 1)});
    BOOST_TEST(standing(w) == "a|007|1|lives\n");
}

inline void ids_have_to_be_unique(table_world& w) {
    w.run("CREATE TABLE members (id text, email text, points numeric)");
    w.run("CREATE UNIQUE INDEX not_enough ON members (id, email)");
    w.run("CREATE UNIQUE INDEX nor_this ON members (id) WHERE points > 0");
    auto s = settings();
    s.migrate = true;
    auto const error = error_of([&] { w.make(s)->open(""); });
    BOOST_TEST(holds(error, "nothing makes its column \"id\" unique"), error);
    w.run(error.substr(error.find("ALTER TABLE")));
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    write(*to, {member("a", nullptr, 2)});
    BOOST_TEST(standing(w) == "a|-|2|lives\n");
}

inline void a_view_is_no_table(table_world& w) {
    w.run("CREATE VIEW members AS SELECT 'a' AS id");
    auto const error = error_of([&] { w.make(settings())->open(""); });
    BOOST_TEST(holds(error, "unfit: the table members is a view"), error);
}

inline void names_are_names_whatever_is_in_them(table_world& w) {
    auto s = settings();
    s.table = "We\"ird; DROP TABLE x --";
    s.columns = {{"select", core::cell_form::text}, {"a\"b'c", core::cell_form::number}};
    export_all(w, s, {{"'); --", {"'; DROP TABLE x", 1}}});
    BOOST_TEST(w.ask("SELECT id, \"select\", \"a\"\"b'c\" FROM \"We\"\"ird; DROP TABLE x --\"")
               == "'); --|'; DROP TABLE x|1\n");
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

#define MUSTER_PROMISE(name)                                                                                 \
    { #name, name }
inline std::vector<std::pair<std::string, std::function<void(table_world&)>>> const all{
    MUSTER_PROMISE(a_missing_table_is_made_and_filled),
    MUSTER_PROMISE(all_rows_are_put_right_in_a_full_export),
    MUSTER_PROMISE(only_what_changed_is_written_and_noted),
    MUSTER_PROMISE(new_and_known_rows_come_in_any_order),
    MUSTER_PROMISE(whom_any_page_met_is_not_gone),
    MUSTER_PROMISE(each_column_is_compared_now_and_then),
    MUSTER_PROMISE(notes_of_an_older_program_are_gone_on_with),
    MUSTER_PROMISE(who_is_gone_is_marked_and_lives_again_when_back),
    MUSTER_PROMISE(a_full_export_marks_and_revives_too),
    MUSTER_PROMISE(notes_that_others_follow_get_no_gap),
    MUSTER_PROMISE(too_many_are_not_marked),
    MUSTER_PROMISE(nobody_is_marked_after_half_a_list),
    MUSTER_PROMISE(who_cannot_be_exported_is_not_gone),
    MUSTER_PROMISE(a_row_that_does_not_fit_is_refused_alone),
    MUSTER_PROMISE(a_member_twice_in_a_page_is_written_as_it_was_last),
    MUSTER_PROMISE(an_empty_page_counts_as_one),
    MUSTER_PROMISE(a_page_is_written_again_without_effect),
    MUSTER_PROMISE(an_end_that_was_forgotten_is_said_again),
    MUSTER_PROMISE(a_job_without_a_mark_begins_anew),
    MUSTER_PROMISE(an_older_database_is_refused),
    MUSTER_PROMISE(a_table_that_was_dropped_is_not_made_again_midway),
    MUSTER_PROMISE(another_job_takes_the_table_over),
    MUSTER_PROMISE(the_second_of_two_exports_is_refused),
    MUSTER_PROMISE(a_page_that_is_not_whole_is_not_there),
    MUSTER_PROMISE(somebody_elses_hand_in_the_notes_is_seen),
    MUSTER_PROMISE(columns_that_are_missing_are_named_or_added),
    MUSTER_PROMISE(a_new_column_makes_all_rows_others),
    MUSTER_PROMISE(a_column_of_another_type_is_refused),
    MUSTER_PROMISE(ids_have_to_be_unique),
    MUSTER_PROMISE(a_view_is_no_table),
    MUSTER_PROMISE(names_are_names_whatever_is_in_them),
    MUSTER_PROMISE(nothing_of_the_walk_is_left_at_the_end),
};
#undef MUSTER_PROMISE

/// Registers them all as a suite, each in a world of its own, which `make_world` gives.
inline bool add_suite(std::string const& name,
                      std::function<std::unique_ptr<table_world>()> const& make_world) {
    namespace ut = boost::unit_test;
    auto* const suite = new ut::test_suite(name, __FILE__, __LINE__); // the framework's from the last line on
    for (auto const& [what, promise] : all)
        suite->add(ut::make_test_case([promise = promise, make_world] { promise(*make_world()); }, what,
                                      __FILE__, __LINE__));
    ut::framework::master_test_suite().add(suite);
    return true;
}

} // namespace muster::tests::promises
