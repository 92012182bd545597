#include "http/tls.hpp"

#include "calls.hpp"
#include "certificates.hpp"
#include "peer.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace muster::http {

using namespace tests;
using namespace std::chrono_literals;

namespace http_tls {
namespace {

request const add_plan(method::post, "/members/mem_1/add-plan", R"({"planId":"pln_a"})");

certificate_wish wish(std::string names) {
    certificate_wish w;
    w.common_name = "localhost";
    w.alternative_names = std::move(names);
    return w;
}

/// An authority whose certificate is in a file, and a TLS server that notes what it was sent.
struct desk {
    desk() {
        // The peer writes to connections that the client has closed.
        std::signal(SIGPIPE, SIG_IGN);
        auto pattern = (std::filesystem::temp_directory_path() / "muster-test-XXXXXX").string();
        BOOST_REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path = pattern;
        ca_file = path / "ca.pem";
        trusted.save(ca_file);
    }
    ~desk() { std::filesystem::remove_all(path); }
    desk(desk const&) = delete;
    desk& operator=(desk const&) = delete;

    /// One exchange with a server of this certificate, dialled as `host`.
    answer call(server_context const& tls, std::string const& host) {
        peer server(
            [this](peer_end& c, int) {
                seen += c.read_request();
                c.send(ok("{}"));
                c.wait_for_close();
            },
            tls.get());
        auto options = options_for("https://" + host + ":" + server.port());
        options.ca_file = ca_file;
        caller calls(options);
        auto result = calls.call(add_plan);
        calls.under_test().abort();
        server.finish();
        return result;
    }
    void must_be_distrusted(server_context const& tls, std::string const& host, std::string const& because) {
        auto const f = fault_of(call(tls, host));
        BOOST_TEST_CONTEXT(f.message) {
            BOOST_TEST((f.kind == fault_kind::untrusted));
            BOOST_TEST(!f.sent);
            BOOST_TEST(f.message.find(because) != std::string::npos);
        }
        BOOST_TEST(seen == ""); // nothing was sent, and so the key was not
    }

    std::filesystem::path path;
    std::filesystem::path ca_file;
    authority const trusted;
    std::string seen;
};

} // namespace
} // namespace http_tls

BOOST_FIXTURE_TEST_SUITE(http_tls, desk)

BOOST_AUTO_TEST_CASE(a_certificate_for_the_host_is_trusted) {
    for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        seen.clear();
        BOOST_TEST(reply_of(call(trusted.server(wish("DNS:localhost"), version), "localhost")).body == "{}");
        BOOST_TEST(seen.find("X-API-KEY: sk_sb_for_tests\r\n") != std::string::npos);
        BOOST_TEST(seen.find("Host: localhost:") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_for_the_address_is_trusted) {
    BOOST_TEST(reply_of(call(trusted.server(wish("IP:127.0.0.1")), "127.0.0.1")).body == "{}");
}

BOOST_AUTO_TEST_CASE(a_name_does_not_stand_for_an_address_nor_an_address_for_a_name) {
    must_be_distrusted(trusted.server(wish("DNS:127.0.0.1")), "127.0.0.1", "not for 127.0.0.1");
    must_be_distrusted(trusted.server(wish("IP:127.0.0.1")), "localhost", "not for localhost");
}

BOOST_AUTO_TEST_CASE(a_certificate_for_another_host_is_refused) {
    must_be_distrusted(trusted.server(wish("DNS:other.example,IP:10.0.0.1")), "localhost",
                       "not for localhost");
    must_be_distrusted(trusted.server(wish("DNS:other.example,IP:10.0.0.1")), "127.0.0.1",
                       "not for 127.0.0.1");
}

BOOST_AUTO_TEST_CASE(a_common_name_alone_does_not_count) {
    must_be_distrusted(trusted.server(wish("")), "localhost", "not for localhost");
}

BOOST_AUTO_TEST_CASE(an_expired_certificate_is_refused) {
    auto w = wish("DNS:localhost");
    w.begins = -7200;
    w.ends = -3600;
    must_be_distrusted(trusted.server(w), "localhost", "expired");
}

BOOST_AUTO_TEST_CASE(a_certificate_of_tomorrow_is_refused) {
    auto w = wish("DNS:localhost");
    w.begins = 3600;
    w.ends = 7200;
    must_be_distrusted(trusted.server(w), "localhost", "not yet valid");
}

BOOST_AUTO_TEST_CASE(a_certificate_of_an_unknown_authority_is_refused) {
    authority const foreign;
    must_be_distrusted(foreign.server(wish("DNS:localhost")), "localhost", "cannot be trusted");
}

BOOST_AUTO_TEST_CASE(an_old_protocol_version_is_refused) {
    auto const old = trusted.server(wish("DNS:localhost"), TLS1_1_VERSION);
    auto const f = fault_of(call(old, "localhost"));
    BOOST_TEST((f.kind == fault_kind::untrusted));
    BOOST_TEST(f.message.find("no TLS 1.2 or later") != std::string::npos);
    BOOST_TEST(!f.sent);
    BOOST_TEST(seen == "");
}

BOOST_AUTO_TEST_CASE(a_server_that_speaks_no_tls_is_a_fault_before_anything_was_sent) {
    peer server([](peer_end& c, int) {
        c.send("HTTP/1.1 400 Bad Request\r\n\r\n");
        c.wait_for_close();
    });
    auto options = options_for("https://localhost:" + server.port());
    options.ca_file = ca_file;
    auto const f = fault_of(caller(options).call(add_plan));
    BOOST_TEST((f.kind == fault_kind::tls));
    BOOST_TEST(!f.sent);
}

BOOST_AUTO_TEST_CASE(a_server_that_never_shakes_hands_times_out) {
    peer server([](peer_end& c, int) { c.wait_for_close(); });
    auto options = options_for("https://localhost:" + server.port());
    options.ca_file = ca_file;
    options.connect_timeout = 100ms;
    auto const f = fault_of(caller(options).call(add_plan));
    BOOST_TEST((f.kind == fault_kind::tls));
    BOOST_TEST(!f.sent);
    BOOST_TEST(f.message.find("100ms") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(abort_breaks_a_handshake_under_way) {
    peer server([](peer_end& c, int) { c.wait_for_close(); });
    auto options = options_for("https://localhost:" + server.port());
    options.ca_file = ca_file;
    caller calls(options);
    auto const started = std::chrono::steady_clock::now();
    auto const f = fault_of(calls.call_aborted(add_plan, 50ms));
    BOOST_TEST((f.kind == fault_kind::aborted));
    BOOST_TEST(!f.sent);
    BOOST_TEST((std::chrono::steady_clock::now() - started < 2s));
}

BOOST_AUTO_TEST_CASE(a_fresh_connection_that_waited_for_its_turn_is_still_used) {
    for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto const tls = trusted.server(wish("DNS:localhost"), version);
        peer server(
            [](peer_end& c, int) {
                while (!c.read_request().empty()) c.send(ok("{}"));
            },
            tls.get());
        auto options = options_for("https://localhost:" + server.port());
        options.ca_file = ca_file;
        caller calls(options);
        // Meanwhile the session tickets of TLS 1.3 come in.
        auto const first = calls.call_late(add_plan, [] { std::this_thread::sleep_for(50ms); });
        BOOST_TEST(reply_of(first).body == "{}");
        auto const second = calls.call_late(add_plan, [] { std::this_thread::sleep_for(50ms); });
        BOOST_TEST(reply_of(second).body == "{}");
        BOOST_TEST(server.connections() == 1);
        calls.under_test().abort();
    }
}

BOOST_AUTO_TEST_CASE(a_fresh_connection_that_the_peer_closed_is_renewed) {
    auto const tls = trusted.server(wish("DNS:localhost"));
    peer server(
        [](peer_end& c, int nth) {
            if (nth == 0) return; // closes right after the handshake
            c.read_request();
            c.send(ok("{}"));
            c.wait_for_close();
        },
        tls.get());
    auto options = options_for("https://localhost:" + server.port());
    options.ca_file = ca_file;
    caller calls(options);
    auto const a = calls.call_late(add_plan, [] { std::this_thread::sleep_for(50ms); });
    BOOST_TEST(reply_of(a).body == "{}");
    BOOST_TEST(server.connections() == 2);
    calls.under_test().abort();
}

BOOST_AUTO_TEST_CASE(a_later_connection_resumes_the_session) {
    auto const tls = trusted.server(wish("DNS:localhost"));
    int resumed = 0;
    peer server(
        [&](peer_end& c, int) {
            resumed += c.resumed() ? 1 : 0;
            c.read_request();
            c.send(ok("{}", "Connection: close\r\n"));
        },
        tls.get());
    auto options = options_for("https://localhost:" + server.port());
    options.ca_file = ca_file;
    caller calls(options);
    for (int i = 0; i < 3; ++i) reply_of(calls.call(add_plan));
    server.finish();
    BOOST_TEST(server.connections() == 3);
    BOOST_TEST(resumed == 2);
}

BOOST_AUTO_TEST_CASE(a_connection_cut_without_tls_goodbye_is_in_doubt) {
    auto const tls = trusted.server(wish("DNS:localhost"));
    peer server(
        [](peer_end& c, int) {
            c.read_request();
            c.send("HTTP/1.1 200 OK\r\n\r\nhalf of a bo"); // no length: only the end of the stream ends it
            c.reset();
        },
        tls.get());
    auto options = options_for("https://localhost:" + server.port());
    options.ca_file = ca_file;
    auto const f = fault_of(caller(options).call(add_plan));
    BOOST_TEST((f.kind == fault_kind::broken));
    BOOST_TEST(f.sent);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
