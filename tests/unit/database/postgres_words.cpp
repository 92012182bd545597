#include "core/obstacle.hpp"
#include "database/postgres_address.hpp"
#include "database/postgres_errors.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(words_of_postgres)

using namespace muster;
using database::complete;
using database::postgres_options;
using kind = core::obstacle::kind;

namespace {

/// The mode of TLS that a connection to these has.
std::string mode(postgres_options const& given, postgres_options const& defaults = {}) {
    return complete(given, defaults, "").options["sslmode"];
}

template <class Work>
std::string error_of(Work const& work) {
    try {
        work();
        return "none";
    } catch (core::obstacle const& e) {
        return (e.what_kind() == kind::unfit ? "unfit: " : "") + std::string(e.what());
    }
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != text.npos;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_server_elsewhere_is_checked_by_its_certificate) {
    BOOST_TEST(mode({{"host", "db.example"}}) == "verify-full");
    BOOST_TEST(mode({{"host", "db.example"}, {"sslmode", "verify-full"}}) == "verify-full");
    BOOST_TEST(mode({{"hostaddr", "10.0.0.1"}}) == "verify-full");
    BOOST_TEST(mode({{"host", "localhost"}, {"hostaddr", "10.0.0.1"}}) == "verify-full");
    BOOST_TEST(mode({{"host", "localhost,db.example"}}) == "verify-full");
    BOOST_TEST(mode({{"host", "127.evil.example"}}) == "verify-full");
    BOOST_TEST(mode({{"service", "crm"}}) == "verify-full");
    BOOST_TEST(mode({{"service", "crm"}, {"host", "localhost"}}) == "verify-full");
    // What the environment says counts for the host, but not against the check.
    BOOST_TEST(mode({}, {{"host", "db.example"}, {"sslmode", "disable"}}) == "verify-full");
    BOOST_TEST(mode({{"host", "localhost"}}, {{"hostaddr", "10.0.0.1"}}) == "verify-full");
    for (auto const* const weaker : {"disable", "allow", "prefer", "require", "verify-ca", "nonsense"}) {
        auto const error = error_of([&] {
            mode({{"host", "db.example"}, {"sslmode", weaker}, {"password", "s3cret"}});
        });
        BOOST_TEST(holds(error, "unfit: "), error);
        BOOST_TEST(holds(error, "sslmode=verify-full"), error);
        BOOST_TEST(!holds(error, "s3cret"), error);
    }
}

BOOST_AUTO_TEST_CASE(a_refused_connection_is_told_without_a_question) {
    BOOST_TEST(database::in_short("connection to server at \"::1\", port 1 failed: Connection refused\n"
                                  "\tIs the server running on that host and accepting TCP/IP connections?\n"
                                  "LOCATION:  x\n")
               == "connection to server at \"::1\", port 1 failed: Connection refused");
}

BOOST_AUTO_TEST_CASE(several_lines_are_told_apart_in_one) {
    BOOST_TEST(database::in_short("connection to server at \"a\", port 1 failed: Connection refused\n"
                                  "\tIs the server running on that host and accepting TCP/IP connections?\n"
                                  "\n"
                                  "connection to server at \"b\", port 2 failed: FATAL:  57P03: starting up\n"
                                  "\tDETAIL:  soon\n")
               == "connection to server at \"a\", port 1 failed: Connection refused; "
                  "connection to server at \"b\", port 2 failed: FATAL:  57P03: starting up; DETAIL:  soon");
}

BOOST_AUTO_TEST_CASE(a_password_that_was_taken_apart_is_seen) {
    using database::holds_a_torn_password;
    BOOST_TEST(holds_a_torn_password({{"host", "ssW0RD@127.0.0.1"}}));
    BOOST_TEST(
        holds_a_torn_password({{"host", "tester"}, {"port", "pa"}, {"dbname", "ssW0RD@127.0.0.1/db"}}));
    BOOST_TEST(holds_a_torn_password({{"host", "h"}, {"port", "pa"}}));
    BOOST_TEST(!holds_a_torn_password({{"host", "@abstract"}, {"port", "5432"}, {"dbname", "crm"}}));
    BOOST_TEST(!holds_a_torn_password({{"host", "a,b"}, {"port", "5432,5433"}, {"password", "a@b/c"}}));
}

BOOST_AUTO_TEST_CASE(a_server_on_this_host_is_taken_as_it_is) {
    for (auto const* const host : {"", "/var/run/postgresql", "@abstract", "localhost", "127.0.0.1",
                                   "127.1.2.3", "::1", "/tmp,localhost"})
        BOOST_TEST(mode({{"host", host}}) == "", host);
    BOOST_TEST(mode({{"host", "localhost"}, {"sslmode", "disable"}}) == "disable");
    BOOST_TEST(mode({{"host", "db.example"}, {"hostaddr", "127.0.0.1"}}) == ""); // the end of a tunnel
}

BOOST_AUTO_TEST_CASE(the_systems_authorities_are_trusted_unless_others_are_named) {
    auto const file = [](postgres_options const& given, postgres_options const& defaults) {
        return complete(given, defaults, "/etc/all.crt").options["sslrootcert"];
    };
    BOOST_TEST(file({{"host", "db.example"}}, {}) == "/etc/all.crt");
    BOOST_TEST(file({{"host", "db.example"}, {"sslrootcert", "mine.crt"}}, {}) == "mine.crt");
    BOOST_TEST(file({{"host", "db.example"}}, {{"sslrootcert", "ours.crt"}})
               == ""); // libpq takes that itself
    BOOST_TEST(file({{"host", "localhost"}}, {}) == "");
}

BOOST_AUTO_TEST_CASE(a_message_shows_where_and_no_secret) {
    postgres_options const given{
        {"host", "db.example"}, {"dbname", "crm"}, {"user", "u"}, {"password", "s3cret"}};
    BOOST_TEST(complete(given, {}, "").shown == "the PostgreSQL database crm at db.example");
    BOOST_TEST(complete({}, {{"user", "u"}}, "").shown == "the PostgreSQL database u at this host's socket");
    BOOST_TEST(complete({{"hostaddr", "10.0.0.1"}, {"dbname", "x"}}, {}, "").shown
               == "the PostgreSQL database x at 10.0.0.1");
}

BOOST_AUTO_TEST_CASE(connections_have_an_end_unless_the_user_knows_better) {
    auto const a =
        complete({{"connect_timeout", "3"}, {"keepalives_idle", "5"}, {"client_encoding", "LATIN1"}}, {}, "");
    BOOST_TEST(a.patience.count() == 3);
    BOOST_TEST(a.options.at("keepalives_idle") == "5");
    BOOST_TEST(a.options.at("tcp_user_timeout") == "60000");
    BOOST_TEST(a.options.at("client_encoding") == "UTF8"); // but this is ours to say
    BOOST_TEST(complete({{"connect_timeout", "0"}}, {}, "").patience.count() == 10);
    BOOST_TEST(complete({}, {{"connect_timeout", "99999"}}, "").patience.count() == 600);
}

BOOST_AUTO_TEST_CASE(errors_mean_what_their_state_says) {
    struct expected {
        std::string state;
        kind what;
        bool by_row;
    };
    for (auto const& each :
         std::vector<expected>{{"", kind::passing, false},      {"08006", kind::passing, false},
                               {"57P01", kind::passing, false}, {"57P03", kind::passing, false},
                               {"57014", kind::passing, false}, {"40001", kind::passing, false},
                               {"40P01", kind::passing, false}, {"55P03", kind::passing, false},
                               {"53300", kind::passing, false}, {"53100", kind::lasting, false},
                               {"25006", kind::lasting, false}, {"58030", kind::lasting, false},
                               {"42P01", kind::unfit, false},   {"42501", kind::lasting, false},
                               {"3D000", kind::unfit, false},   {"3F000", kind::unfit, false},
                               {"28P01", kind::lasting, false}, {"08P01", kind::unfit, false},
                               {"0A000", kind::unfit, false},   {"22P02", kind::unfit, true},
                               {"22021", kind::unfit, true},    {"23502", kind::unfit, true},
                               {"54000", kind::unfit, true},    {"P0001", kind::unfit, true}}) {
        auto const means = database::meaning_of(each.state);
        BOOST_TEST((means.kind == each.what), each.state);
        BOOST_TEST(means.by_row == each.by_row, each.state);
    }
}

BOOST_AUTO_TEST_CASE(a_login_that_is_refused_has_its_state_in_the_words) {
    BOOST_TEST(database::sqlstate_in(
                   "connection to server at \"h\" (::1), port 5432 failed: FATAL:  28P01: password "
                   "authentication failed\nLOCATION:  auth_failed, auth.c:336\n")
               == "28P01");
    BOOST_TEST(database::sqlstate_in("SCHWERWIEGEND:  3D000: Datenbank") == "3D000");
    BOOST_TEST(database::sqlstate_in("connection failed: Connection refused").empty());
    BOOST_TEST(database::sqlstate_in("a:  b c:  28p01: d:  1234").empty());
}

BOOST_AUTO_TEST_SUITE_END()
