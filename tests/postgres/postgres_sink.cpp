#include "sink/postgres_sink.hpp"

#include "../unit/sink/table_promises.hpp"
#include "server.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(exports_to_postgres)

using namespace muster;
using namespace muster::tests;

namespace {

/// A schema of its own.
class postgres_world final : public table_world {
public:
    postgres_world() : name_("w" + std::to_string(++count)) {
        postgres_client(server().address("public")).ask("CREATE SCHEMA " + name_);
    }
    std::unique_ptr<sink::sink> make(sink::table_settings s) override {
        return sink::make_postgres_sink(address(), std::move(s));
    }
    std::string ask(std::string const& sql) override { return postgres_client(address()).ask(sql); }
    void run(std::string const& sql) override { ask(sql); }
    [[nodiscard]] sink::dialect words() const override { return sink::dialect::postgres; }

    [[nodiscard]] std::string address(std::string const& more = {}) const {
        return server().address(name_, more);
    }
    [[nodiscard]] std::string const& schema() const { return name_; }

private:
    inline static int count = 0;
    std::string name_;
};

bool const promised =
    promises::add_suite("promises_of_postgres", [] { return std::make_unique<postgres_world>(); });

} // namespace

BOOST_AUTO_TEST_CASE(a_server_that_dies_between_two_pages_is_gone_on_with) {
    BOOST_TEST(promised);
    postgres_world w;
    auto s = settings("job-1", true);
    s.max_removals = 1;
    export_all(w, s, {member("z", nullptr, 0)});
    s.job = "job-2";
    auto const to = w.make(s);
    to->open("");
    auto const mark = write(*to, {member("a", "a@x.de", 1)}).mark;
    server().kill();
    auto error = error_of([&] { write(*to, {member("b", "b@x.de", 2)}); });
    BOOST_TEST(holds(error, "passing: the PostgreSQL database postgres at this host's socket: "), error);
    error = error_of([&] { to->open(mark); });
    BOOST_TEST(holds(error, "passing: "), error);
    server().start();
    to->open(mark);
    write(*to, {member("b", "b@x.de", 2)});
    BOOST_TEST(to->finish(true).removed == 1U); // whom it met before the death, it has not forgotten
    BOOST_TEST(standing(w) == "a|a@x.de|1|lives\nb|b@x.de|2|lives\nz|-|0|gone\n");
    BOOST_TEST(changes(w) == "z|inserted|job-1\na|inserted|job-2\nb|inserted|job-2\nz|removed|job-2\n");
}

BOOST_AUTO_TEST_CASE(a_connection_that_the_server_ends_passes) {
    postgres_world w;
    auto const to = w.make(settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    w.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'muster'");
    auto const error = error_of([&] { write(*to, {member("b", nullptr, 2)}); });
    BOOST_TEST(holds(error, "passing: "), error);
    BOOST_TEST(holds(error, "terminating connection"), error);
    to->open("1");
    BOOST_TEST(write(*to, {member("b", nullptr, 2)}).mark == "2");
    BOOST_TEST(standing(w) == "a|-|1|lives\nb|-|2|lives\n");
}

BOOST_AUTO_TEST_CASE(a_statement_that_takes_too_long_passes) {
    postgres_world w;
    export_all(w, settings(), {});
    w.run("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS "
          "$$ BEGIN PERFORM pg_sleep(100); RETURN new; END $$");
    w.run("CREATE TRIGGER slow BEFORE INSERT ON members FOR EACH ROW EXECUTE FUNCTION slow()");
    auto const to = sink::make_postgres_sink(w.address("%20-cstatement_timeout%3D300"), settings("job-2"));
    to->open("");
    auto const error = error_of([&] { write(*to, {member("a", nullptr, 1)}); });
    BOOST_TEST(holds(error, "passing: "), error);
    BOOST_TEST(holds(error, "it took too long"), error);
    w.run("DROP TRIGGER slow ON members");
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    BOOST_TEST(standing(w) == "a|-|1|lives\n");
}

BOOST_AUTO_TEST_CASE(statements_and_locks_have_an_end) {
    postgres_world w;
    auto const to = w.make(settings());
    to->open("");
    // Asked for by a trigger, as the session is the sink's own.
    w.run("CREATE TABLE seen (name text, setting text)");
    w.run("CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen SELECT name, "
          "setting "
          "FROM pg_settings WHERE name IN ('statement_timeout', 'lock_timeout', 'synchronous_commit', "
          "'idle_in_transaction_session_timeout', 'client_encoding'); RETURN new; END $$");
    w.run("CREATE TRIGGER look BEFORE INSERT ON members FOR EACH ROW EXECUTE FUNCTION look()");
    write(*to, {member("a", nullptr, 1)});
    BOOST_TEST(w.ask("SELECT * FROM seen ORDER BY name")
               == "client_encoding|UTF8\nidle_in_transaction_session_timeout|60000\nlock_timeout|10000\n"
                  "statement_timeout|60000\nsynchronous_commit|on\n");
}

BOOST_AUTO_TEST_CASE(a_lock_of_somebody_else_passes) {
    postgres_world w;
    export_all(w, settings(), {member("a", nullptr, 1)});
    auto const to = sink::make_postgres_sink(w.address("%20-clock_timeout%3D200"), settings("job-2"));
    to->open("");
    postgres_client other(w.address());
    other.ask("BEGIN; LOCK TABLE members");
    auto const error = error_of([&] { write(*to, {member("a", nullptr, 2)}); });
    BOOST_TEST(holds(error, "passing: "), error);
    other.ask("COMMIT");
    to->open("");
    write(*to, {member("a", nullptr, 2)});
    BOOST_TEST(standing(w) == "a|-|2|lives\n");
}

BOOST_AUTO_TEST_CASE(a_nul_refuses_its_row_alone) {
    postgres_world w;
    auto s = settings();
    s.columns[1].form = core::cell_form::json;
    boost::json::string const nul("x\0y", 3);
    auto const to = w.make(s);
    to->open("");
    auto const done = write(*to, {member("a", nul, 1), member("b", "x\\u0000y", {{"k", "\\u0000"}}),
                                  member("c", "x", {{"k", {nul}}}), member("d", "x", {{nul, 1}}),
                                  member(std::string("e\0", 2), "x", 1)});
    BOOST_TEST(done.written == 1U);
    BOOST_REQUIRE(done.refused.size() == 4U);
    BOOST_TEST(done.refused[0].message
               == "the column \"email\" has a NUL, which no text of PostgreSQL holds");
    BOOST_TEST(done.refused[1].index == 2U);
    BOOST_TEST(done.refused[1].code == "unfit-value");
    BOOST_TEST(done.refused[3].message == "the id has a NUL, which no text of PostgreSQL holds");
    BOOST_TEST(w.ask("SELECT id, email, points ->> 'k' FROM members") == "b|x\\u0000y|\\u0000\n");
}

BOOST_AUTO_TEST_CASE(values_that_a_column_is_too_narrow_for_refuse_their_rows_alone) {
    postgres_world w;
    w.run("CREATE TABLE members (id text PRIMARY KEY, email varchar(5) UNIQUE, points integer)");
    auto s = settings("job-1", true);
    s.migrate = true;
    auto const to = w.make(s);
    to->open("");
    std::vector<exported> page;
    for (int i = 0; i < 100; ++i)
        page.push_back(member("m" + std::to_string(100 + i), boost::json::string(std::to_string(i)), i));
    page[7].cells[0] = "far too long";
    page[8].cells[1] = 1.5;
    page[50].cells[1] = 1e10;
    page[99].cells[0] = "3"; // as another has it
    auto const done = write(*to, page);
    BOOST_TEST(done.written == 96U);
    BOOST_TEST(done.unchanged == 0U);
    BOOST_REQUIRE(done.refused.size() == 4U);
    std::vector<std::size_t> which;
    for (auto const& each : done.refused) which.push_back(each.index);
    BOOST_TEST((which == std::vector<std::size_t>{7, 8, 50, 99}));
    BOOST_TEST(holds(done.refused[0].message, "the database does not take it: value too long"),
               done.refused[0].message);
    BOOST_TEST(holds(done.refused[3].message, "duplicate key"), done.refused[3].message);
    BOOST_TEST(w.ask("SELECT count(*), count(DISTINCT id) FROM members_changes") == "96|96\n");
    BOOST_TEST(w.ask("SELECT sum(cardinality(ids)) FROM members_muster_walk") == "100\n");
}

BOOST_AUTO_TEST_CASE(whole_numbers_keep_all_their_digits) {
    postgres_world w;
    export_all(w, settings(),
               {member("a", nullptr, std::uint64_t{18446744073709551615U}), member("b", nullptr, 0.1),
                member("c", nullptr, 1e22)});
    BOOST_TEST(w.ask("SELECT points FROM members ORDER BY id")
               == "18446744073709551615\n0.1\n10000000000000000000000\n");
}

BOOST_AUTO_TEST_CASE(a_document_of_a_megabyte_is_a_row_as_any) {
    postgres_world w;
    auto s = settings();
    s.columns[1].form = core::cell_form::json;
    export_all(
        w, s,
        {member("a", boost::json::string(1U << 20U, '\\'), {{"k", boost::json::string(1U << 20U, '"')}})});
    BOOST_TEST(w.ask("SELECT length(email), length(points ->> 'k') FROM members") == "1048576|1048576\n");
}

BOOST_AUTO_TEST_CASE(a_table_is_found_where_the_search_path_has_it) {
    postgres_world first, w;
    w.run("CREATE TABLE members (id text PRIMARY KEY, email text, points numeric, deleted_at timestamptz, "
          "_muster_hash text)");
    auto const address = server().address(first.schema() + "," + w.schema());
    {
        auto const to = sink::make_postgres_sink(address, settings());
        to->open("");
        write(*to, {member("a", nullptr, 1)});
    }
    BOOST_TEST(standing(w) == "a|-|1|lives\n");
    auto s = settings("job-2"); // or where it is named
    s.table = w.schema() + ".members";
    auto const to = sink::make_postgres_sink(server().address("public"), s);
    to->open("");
    write(*to, {member("a", nullptr, 2)});
    BOOST_TEST(standing(w) == "a|-|2|lives\n");
    s.table = "nowhere.members";
    BOOST_TEST(holds(error_of([&] { sink::make_postgres_sink(server().address("public"), s)->open(""); }),
                     "CREATE SCHEMA \"nowhere\""));
}

BOOST_AUTO_TEST_CASE(what_the_server_does_not_let_in_is_told_without_the_password) {
    auto const opened = [](std::string const& address) {
        return error_of([&] { sink::make_postgres_sink(address, settings())->open(""); });
    };
    auto const at = "/postgres?host=" + server().directory() + "&port=" + server().port();
    auto error = opened("postgresql://refused:s3cretword@" + at);
    BOOST_TEST(holds(error, "lasting: "), error);
    BOOST_TEST(holds(error, "the login is refused"), error);
    BOOST_TEST(!holds(error, "s3cret"), error);
    error = opened("postgresql://tester:s3cretword@/nowhere?host=" + server().directory()
                   + "&port=" + server().port());
    BOOST_TEST(holds(error, "unfit: "), error);
    BOOST_TEST(holds(error, "nowhere"), error);
    BOOST_TEST(!holds(error, "s3cret"), error);
    error = opened("postgresql://tester:s3cret%word@" + at); // it cannot be read
    BOOST_TEST(holds(error, "unfit: the address of the PostgreSQL database cannot be read"), error);
    BOOST_TEST(!holds(error, "s3cret"), error);
    BOOST_TEST(holds(opened(""), "unfit: "));
}

BOOST_AUTO_TEST_CASE(a_server_is_the_one_that_its_certificate_names) {
    auto const address = [](std::string const& host) {
        return "postgresql://tester@" + host + "/postgres?hostaddr=127.0.0.1&port=" + server().port()
               + "&sslmode=verify-full&sslrootcert=" + server().directory()
               + "/data/server.crt&options=-csearch_path%3D";
    };
    postgres_world w;
    auto const to = sink::make_postgres_sink(address("db.example") + w.schema(), settings());
    to->open("");
    write(*to, {member("a", nullptr, 1)});
    BOOST_TEST(standing(w) == "a|-|1|lives\n");
    auto const error = error_of(
        [&] { sink::make_postgres_sink(address("other.example") + w.schema(), settings())->open(""); });
    BOOST_TEST(holds(error, "lasting: "), error);
    BOOST_TEST(holds(error, "sslrootcert=FILE"), error);
}

BOOST_AUTO_TEST_CASE(who_may_write_only_is_told_what_to_grant) {
    postgres_world w;
    export_all(w, settings(), {});
    w.run("DROP ROLE IF EXISTS poor; CREATE ROLE poor LOGIN; GRANT USAGE ON SCHEMA " + w.schema()
          + " TO poor");
    auto address = w.address();
    address.replace(address.find("tester"), 6, "poor");
    auto const error = error_of([&] { sink::make_postgres_sink(address, settings("job-2"))->open(""); });
    BOOST_TEST(holds(error, "lasting: "), error);
    BOOST_TEST(holds(error, "permission denied"), error);
    w.run("DROP OWNED BY poor; DROP ROLE poor");
}

BOOST_AUTO_TEST_SUITE_END()
