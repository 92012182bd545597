#include "http/client.hpp"

#include "calls.hpp"
#include "core/errors.hpp"
#include "peer.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

namespace muster::http {

using namespace tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(http_client)

namespace {

request const get_page(method::get, "/members?limit=100");
request const add_plan(method::post, "/members/mem_1/add-plan", R"({"planId":"pln_a"})");

std::size_t count(std::string const& text, std::string const& part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
    return n;
}

} // namespace

BOOST_AUTO_TEST_CASE(the_request_is_written_byte_for_byte) {
    std::string seen;
    peer server([&](peer_end& c, int) {
        for (;;) {
            auto const one = c.read_request();
            if (one.empty()) return;
            seen += one + "|";
            c.send(ok("{}"));
        }
    });
    caller calls(options_for(server.url() + "/v1/"));
    reply_of(calls.call(get_page));
    reply_of(calls.call(add_plan));
    reply_of(calls.call(request(method::del, "/members/mem_1")));
    calls.under_test().abort();
    server.finish();
    auto const version = seen.substr(seen.find("muster/") + 7, 5);
    auto const common = " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nUser-Agent: muster/" + version
                        + "\r\nAccept: application/json, text/plain\r\nX-API-KEY: sk_sb_for_tests\r\n";
    BOOST_TEST(seen
               == "GET /v1/members?limit=100" + common + "\r\n|" + "POST /v1/members/mem_1/add-plan" + common
                      + "Content-Type: application/json\r\nContent-Length: 18\r\n\r\n{\"planId\":\"pln_a\"}|"
                      + "DELETE /v1/members/mem_1" + common + "Content-Length: 0\r\n\r\n|");
    BOOST_TEST(count(seen, "sk_sb_for_tests") == 3U);
    BOOST_TEST(count(seen, "Accept-Encoding") == 0U);
}

BOOST_AUTO_TEST_CASE(a_connection_is_used_again) {
    peer server(answering(ok("{}")));
    caller calls(options_for(server.url()));
    for (int i = 0; i < 5; ++i) BOOST_TEST(reply_of(calls.call(get_page)).body == "{}");
    BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(a_connection_closed_while_idle_costs_no_failure) {
    peer server([](peer_end& c, int) {
        c.read_request();
        c.send(ok("{}"));
    });
    caller calls(options_for(server.url()));
    for (int i = 0; i < 4; ++i) {
        BOOST_TEST(reply_of(calls.call(add_plan)).body == "{}");
        std::this_thread::sleep_for(30ms); // until the peer's close has come
    }
    BOOST_TEST(server.connections() == 4);
}

BOOST_AUTO_TEST_CASE(a_connection_closed_after_it_was_acquired_is_renewed) {
    peer server([](peer_end& c, int nth) {
        if (nth == 0) return; // closes at once
        c.read_request();
        c.send(ok("{}"));
    });
    caller calls(options_for(server.url()));
    auto const a = calls.call_late(add_plan, [] { std::this_thread::sleep_for(50ms); });
    BOOST_TEST(reply_of(a).body == "{}");
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(a_connection_that_the_peer_will_close_is_not_used_again) {
    peer server([](peer_end& c, int) {
        c.read_request();
        c.send(ok("{}", "Connection: close\r\n"));
        c.wait_for_close();
    });
    caller calls(options_for(server.url()));
    reply_of(calls.call(get_page));
    reply_of(calls.call(get_page));
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(after_a_fault_the_next_request_goes_out_on_a_new_connection) {
    peer server([](peer_end& c, int nth) {
        c.read_request();
        if (nth > 0) c.send(ok("{}"));
    });
    caller calls(options_for(server.url()));
    fault_of(calls.call(add_plan));
    BOOST_TEST(reply_of(calls.call(add_plan)).body == "{}");
    BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(a_name_that_does_not_resolve_is_a_fault_before_anything_was_sent) {
    auto const f = fault_of(caller(options_for("https://no-such-host.invalid")).call(add_plan));
    BOOST_TEST((f.kind == fault_kind::resolve));
    BOOST_TEST(!f.sent);
    BOOST_TEST(f.message.find("no-such-host.invalid") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(as_many_connections_are_opened_as_are_asked_for_at_once) {
    peer server([](peer_end& c, int) {
        c.read_request();
        c.send(ok("{}", "Connection: close\r\n"));
    });
    caller calls(options_for(server.url()));
    for (auto const& a : calls.call_at_once({get_page, add_plan, get_page}))
        BOOST_TEST(reply_of(a).body == "{}");
    BOOST_TEST(server.connections() == 3);
}

BOOST_AUTO_TEST_CASE(abort_breaks_an_exchange_under_way_and_all_later_ones) {
    peer server([](peer_end& c, int) {
        c.read_request();
        c.wait_for_close();
    });
    caller calls(options_for(server.url()));
    auto const f = fault_of(calls.call_aborted(add_plan, 50ms));
    BOOST_TEST((f.kind == fault_kind::aborted));
    BOOST_TEST(f.sent);
    auto const later = fault_of(calls.call(add_plan));
    BOOST_TEST((later.kind == fault_kind::aborted));
    BOOST_TEST(!later.sent);
    BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(abort_before_the_request_keeps_it_from_being_sent) {
    std::string seen;
    peer server([&](peer_end& c, int) { seen += c.read_request(); });
    caller calls(options_for(server.url()));
    auto const f = fault_of(calls.call_late(add_plan, [&] { calls.under_test().abort(); }));
    BOOST_TEST((f.kind == fault_kind::aborted));
    BOOST_TEST(!f.sent);
    server.finish();
    BOOST_TEST(seen == "");
}

BOOST_AUTO_TEST_CASE(an_unusable_url_or_certificate_file_is_a_usage_error) {
    boost::asio::io_context loop;
    auto const is_usage = [](core::job_error const& e) { return e.status() == core::exit_status::usage; };
    BOOST_CHECK_EXCEPTION(client(loop.get_executor(), options_for("http://example.com")), core::job_error,
                          is_usage);
    auto options = options_for("https://example.com");
    options.ca_file = "/nonexistent/ca.pem";
    BOOST_CHECK_EXCEPTION(client(loop.get_executor(), options), core::job_error, is_usage);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
