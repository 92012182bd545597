#pragma once
#include "table_world.hpp"

/// Which tables are taken, and how, in any database.
namespace muster::tests::promises {

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

inline void a_look_tells_what_does_not_fit_and_makes_nothing(table_world& w) {
    auto const look = [&](sink::table_settings const& s) { w.make(s)->look(); };
    look(settings());
    BOOST_CHECK_THROW(w.ask("SELECT * FROM muster_exports"), std::exception);
    BOOST_CHECK_THROW(w.ask("SELECT * FROM members"), std::exception);

    w.run("CREATE TABLE members (id text NOT NULL PRIMARY KEY, email text)");
    auto const opened = error_of([&] { w.make(settings())->open(""); });
    BOOST_TEST(error_of([&] { look(settings()); }) == opened);
    BOOST_TEST(holds(opened, "ADD COLUMN \"points\" "), opened);
    auto s = settings();
    s.migrate = true;
    look(s);
    BOOST_TEST(error_of([&] { look(settings()); }) == opened); // which added none

    w.run("CREATE TABLE members_changes (seq integer)");
    BOOST_TEST(
        holds(error_of([&] { look(s); }), "unfit: what this export changes in members would be missing"));
    s.table = "a.b.c";
    BOOST_TEST(holds(error_of([&] { look(s); }), "unfit: "));
}

inline void a_look_is_in_nobodys_way(table_world& w) {
    auto busy = w.make(settings());
    busy->open("");
    write(*busy, {member("a", nullptr, 1)});
    auto const look = [&] { w.make(settings("job-2"))->look(); };
    auto const error = error_of(look);
    BOOST_TEST(holds(error, "another export is writing to the table members"), error);
    BOOST_TEST(!holds(error, "unfit"), error);
    auto other = settings("job-2");
    other.table = "others";
    w.make(other)->look();
    BOOST_TEST(write(*busy, {member("b", nullptr, 2)}).mark == "2");
    busy.reset();
    look();
}

inline void a_column_that_wants_a_value_and_gets_none_is_refused(table_world& w) {
    bool const sqlite = w.words() == sink::dialect::sqlite;
    w.run("CREATE TABLE members (id text NOT NULL PRIMARY KEY, email text NOT NULL, points numeric, "
          "deleted_at text,"
          " _muster_hash text, team text NOT NULL DEFAULT 'none', \"Wants\" integer NOT NULL, may integer)");
    auto const error = error_of([&] {
        auto s = settings();
        s.migrate = true; // which does not touch what is there
        w.make(s)->open("");
    });
    BOOST_TEST(holds(error,
                     "unfit: the table members does not fit this export: its column \"Wants\" must have a "
                     "value, and the export gives it none"),
               error);
    for (auto const* const fine : {"team", "may", "email"})
        BOOST_TEST(!holds(error, "\"" + std::string(fine) + "\""), error);
    w.run(sqlite ? "ALTER TABLE members DROP COLUMN \"Wants\"" : error.substr(error.find("ALTER TABLE")));
    auto const to = w.make(settings());
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

} // namespace muster::tests::promises
