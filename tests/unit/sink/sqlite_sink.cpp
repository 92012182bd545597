#include "sink/sqlite_sink.hpp"

#include "sqlite_world.hpp"
#include "table_promises.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <set>

BOOST_AUTO_TEST_SUITE(exports_to_sqlite)

using namespace muster;
using namespace muster::tests;

namespace {
bool const promised =
    promises::add_suite("promises_of_sqlite", [] { return std::make_unique<sqlite_world>(); });
} // namespace

BOOST_AUTO_TEST_CASE(only_its_owner_reads_the_file) {
    BOOST_TEST(promised);
    sqlite_world w;
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", "a@x.de", 1)});
    BOOST_TEST(mode(w.file) == 0600U);
    BOOST_TEST(mode(w.file.string() + "-wal") == 0600U);
    BOOST_TEST(mode(w.file.string() + ".members.lock") == 0600U);
}

BOOST_AUTO_TEST_CASE(a_look_leaves_no_file) {
    sqlite_world w;
    w.file = w.directory.path / "100%?#.db"; // as a URI has to spell out
    auto const all = [&] {
        std::set<std::string> names;
        for (auto const& each : std::filesystem::directory_iterator(w.directory.path))
            names.insert(each.path().filename().string());
        return names;
    };
    auto const before = all();
    w.make(settings())->look();
    BOOST_TEST((all() == before));

    export_all(w, settings(), {member("a", nullptr, 1)});
    auto const made = all();
    BOOST_TEST(made.contains("100%?#.db"));
    auto s = settings();
    s.columns.push_back({"level", core::cell_form::text});
    auto const error = error_of([&] { w.make(s)->look(); });
    BOOST_TEST(holds(error, "it has no column \"level\""), error);
    BOOST_TEST((all() == made));
}

BOOST_AUTO_TEST_CASE(a_reader_is_never_in_the_way_and_never_waits) {
    sqlite_world w;
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    database::sqlite_database reader(w.file, 0);
    database::sqlite_statement read(reader, "SELECT id FROM members");
    BOOST_TEST(read.step()); // and has not come to the end
    write(*to, {member("b", nullptr, 1)});
    BOOST_TEST(to->finish(true).removed == 0U);
    BOOST_TEST(!read.step()); // sees what was there when it began
    BOOST_TEST(standing(w) == "a|-|1|lives\nb|-|1|lives\n");
}

BOOST_AUTO_TEST_CASE(others_may_write_other_tables_between_pages) {
    sqlite_world w;
    w.run("CREATE TABLE notes (text)");
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    w.run("INSERT INTO notes VALUES ('x')");
    write(*to, {member("b", nullptr, 1)});
    BOOST_TEST(w.ask("SELECT text FROM notes") == "x\n");
}

BOOST_AUTO_TEST_CASE(a_whole_number_beyond_64_bits_with_a_sign_is_refused) {
    sqlite_world w;
    auto const to = w.make(settings());
    to->open("");
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    auto const done = write(*to, {member("a", nullptr, std::uint64_t{most} + 1), member("b", nullptr, most),
                                  member("c", nullptr, std::uint64_t{most})});
    BOOST_REQUIRE(done.refused.size() == 1U);
    BOOST_TEST(done.refused[0].index == 0U);
    BOOST_TEST(holds(done.refused[0].message, "\"points\", 9223372036854775808 is beyond"),
               done.refused[0].message);
    BOOST_TEST(standing(w) == "b|-|9223372036854775807|lives\nc|-|9223372036854775807|lives\n");
}

BOOST_AUTO_TEST_CASE(an_id_with_a_nul_is_refused) {
    sqlite_world w;
    auto const to = w.make(settings());
    to->open("");
    auto const done = write(*to, {member(std::string("a\0b", 3), nullptr, 1), member("a", nullptr, 2)});
    BOOST_REQUIRE(done.refused.size() == 1U);
    BOOST_TEST(done.refused[0].index == 0U);
    BOOST_TEST(holds(done.refused[0].message, "the id has a NUL"), done.refused[0].message);
    BOOST_TEST(standing(w) == "a|-|2|lives\n");
    BOOST_TEST(to->finish(true).removed == 0U);
}

BOOST_AUTO_TEST_CASE(what_the_table_of_changes_does_not_take_ends_the_export) {
    sqlite_world w;
    export_all(w, settings("job-1", true), {member("a", nullptr, 1)});
    w.run("CREATE TRIGGER t BEFORE INSERT ON members_changes BEGIN SELECT RAISE(ABORT, 'not today'); END");
    auto const to = w.make(settings("job-2", true));
    to->open("");
    auto const error = error_of([&] { write(*to, {member("a", nullptr, 2)}); });
    BOOST_TEST(holds(error, "unfit: the table members_changes does not take"), error);
    BOOST_TEST(holds(error, "not today"), error);
    BOOST_TEST(standing(w) == "a|-|1|lives\n");
}

BOOST_AUTO_TEST_CASE(texts_of_digits_stay_texts) {
    sqlite_world w;
    auto s = settings();
    s.columns[1].form = core::cell_form::json;
    export_all(w, s, {member("1", "007", 5), member("2", "1e3", "5")});
    BOOST_TEST(w.ask("SELECT id, email, typeof(email), points, typeof(points) FROM members ORDER BY id")
               == "1|007|text|5|text\n2|1e3|text|\"5\"|text\n");
}

BOOST_AUTO_TEST_CASE(a_text_with_a_nul_is_kept_whole) {
    sqlite_world w;
    export_all(w, settings(), {member("a", boost::json::string("x\0y", 3), 1)});
    BOOST_TEST(w.ask("SELECT hex(email) FROM members") == "780079\n");
}

BOOST_AUTO_TEST_CASE(tables_are_the_same_however_their_letters_are_written) {
    sqlite_world w;
    auto s = settings();
    auto const first = w.make(s);
    first->open("");
    write(*first, {member("a", nullptr, 1)});
    s.table = "Members";
    s.job = "job-2";
    auto const second = w.make(s);
    BOOST_TEST(holds(error_of([&] { second->open(""); }), "passing: another export"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_database_is_unfit) {
    sqlite_world w;
    spill(w.file, "id,email\na,a@x.de\n, and so on, for much more than a header of a database has; it is no "
                  "database at all");
    auto const error = error_of([&] { w.make(settings())->open(""); });
    BOOST_TEST(holds(error, "unfit: the SQLite database "), error);
    BOOST_TEST(holds(slurp(w.file), "id,email"));
}

BOOST_AUTO_TEST_CASE(a_directory_that_is_missing_has_to_be_made_by_somebody) {
    sqlite_world w;
    w.file = w.directory.path / "nowhere" / "members.db";
    auto const error = error_of([&] { w.make(settings())->open(""); });
    BOOST_TEST(holds(error, "lasting: "), error);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_lasting) {
    sqlite_world w;
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    // No disk is filled for it: another connection may not let the file grow.
    database::sqlite_database db(w.file, 0);
    db.run("PRAGMA max_page_count = 1");
    auto const error = error_of([&] { db.run("CREATE TABLE big AS SELECT zeroblob(1000000)"); });
    BOOST_TEST(holds(error, "lasting: "), error);
    BOOST_TEST(holds(error, "the disk is full: make room, then resume the job"), error);
    write(*to, {member("b", nullptr, 1)});
    BOOST_TEST(standing(w) == "a|-|1|lives\nb|-|1|lives\n");
}

BOOST_AUTO_TEST_CASE(who_else_writes_is_waited_for_and_then_it_passes) {
    sqlite_world w;
    export_all(w, settings(), {});
    database::sqlite_database other(w.file, 0);
    other.run("BEGIN IMMEDIATE");
    database::sqlite_database db(w.file, 0);
    auto const error = error_of([&] { db.run("BEGIN IMMEDIATE"); });
    BOOST_TEST(holds(error, "passing: "), error);
    BOOST_TEST(holds(error, "another program is writing to it"), error);
}

BOOST_AUTO_TEST_CASE(a_trigger_that_takes_all_back_is_told) {
    sqlite_world w;
    export_all(w, settings(), {});
    w.run("CREATE TRIGGER no BEFORE INSERT ON members WHEN new.id = 'b' BEGIN SELECT RAISE(ROLLBACK, "
          "'never'); END");
    auto const to = w.make(settings("job-2"));
    to->open("");
    auto const error = error_of([&] { write(*to, {member("a", nullptr, 1), member("b", nullptr, 1)}); });
    BOOST_TEST(holds(error, "unfit: a trigger of the table members"), error);
    to->open("");
    BOOST_TEST(standing(w) == "");
}

BOOST_AUTO_TEST_CASE(strict_tables_are_filled_too) {
    sqlite_world w;
    w.run("CREATE TABLE members (id TEXT NOT NULL PRIMARY KEY, email TEXT, points ANY, deleted_at TEXT, "
          "_muster_hash TEXT) STRICT, WITHOUT ROWID");
    export_all(w, settings(), {member("a", "a@x.de", 1), member("b", nullptr, 0.5)});
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|-|0.5|lives\n");
}

BOOST_AUTO_TEST_CASE(ids_that_differ_in_their_letters_case_are_two) {
    sqlite_world w;
    w.run("CREATE TABLE members (id TEXT NOT NULL PRIMARY KEY COLLATE NOCASE, email TEXT, points NUMERIC)");
    BOOST_TEST(
        holds(error_of([&] { w.make(settings())->open(""); }), "nothing makes its column \"id\" unique"));
}

BOOST_AUTO_TEST_SUITE_END()
