#pragma once
#include "table_world.hpp"

/// What becomes of the rows of pages, and what is noted of that, in any database.
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

} // namespace muster::tests::promises
