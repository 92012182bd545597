#include "http/link.hpp"

#include "calls.hpp"
#include "peer.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

namespace muster::http {

using namespace tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(http_link)

namespace {

request const get_page(method::get, "/members?limit=100");
request const add_plan(method::post, "/members/mem_1/add-plan", R"({"planId":"pln_a"})");

/// The fault that comes of a server that answers one request with `bytes`, and closes.
fault fault_after(std::string const& bytes, client_options options = options_for("")) {
    peer server([&](peer_end& c, int) {
        c.read_request();
        c.send(bytes);
    });
    options.base_url = server.url();
    return fault_of(caller(options).call(add_plan));
}

} // namespace

BOOST_AUTO_TEST_CASE(a_reply_may_come_byte_by_byte) {
    peer server([](peer_end& c, int) {
        c.read_request();
        c.dribble(ok(R"({"data":[]})", "Retry-After: 3\r\n"));
        c.read_request();
        c.dribble(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
    });
    caller calls(options_for(server.url()));
    auto const first = reply_of(calls.call(get_page));
    BOOST_TEST(first.body == R"({"data":[]})");
    BOOST_TEST(first.retry_after == "3");
    BOOST_TEST(reply_of(calls.call(get_page)).body == "hello world");
    BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(interim_replies_are_passed_over) {
    peer server(
        answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ok("{}")));
    caller calls(options_for(server.url()));
    BOOST_TEST(reply_of(calls.call(get_page)).status == 200U);
    BOOST_TEST(reply_of(calls.call(get_page)).body == "{}");
    BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(a_large_reply_comes_whole) {
    std::string const body(1U << 20U, 'x');
    peer server(answering(ok(body)));
    BOOST_TEST((reply_of(caller(options_for(server.url())).call(get_page)).body == body));
}

BOOST_AUTO_TEST_CASE(an_error_status_is_a_reply) {
    peer server(answering("HTTP/1.1 503 Unavailable\r\nRetry-After: 9\r\nContent-Length: 4\r\n\r\ndown"));
    auto const r = reply_of(caller(options_for(server.url())).call(get_page));
    BOOST_TEST(r.status == 503U);
    BOOST_TEST(r.body == "down");
    BOOST_TEST(r.retry_after == "9");
}

BOOST_AUTO_TEST_CASE(a_redirect_is_not_followed) {
    peer server(answering("HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n"));
    auto const r = reply_of(caller(options_for(server.url())).call(get_page));
    BOOST_TEST(r.status == 302U);
    BOOST_TEST(r.location == "http://elsewhere/");
    BOOST_TEST(server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(a_second_reply_that_nobody_asked_for_is_never_taken_for_an_answer) {
    for (bool const late : {false, true}) {
        peer server([late](peer_end& c, int) {
            if (c.read_request().empty()) return;
            c.send(late ? ok("right") : ok("right") + ok("wrong"));
            if (late) std::this_thread::sleep_for(20ms);
            if (late) c.send(ok("wrong"));
            c.wait_for_close();
        });
        caller calls(options_for(server.url()));
        for (int i = 0; i < 3; ++i) {
            BOOST_TEST(reply_of(calls.call(get_page)).body == "right");
            std::this_thread::sleep_for(40ms);
        }
        BOOST_TEST(server.connections() == 3);
        calls.under_test().abort();
    }
}

BOOST_AUTO_TEST_CASE(a_close_before_the_reply_leaves_the_request_in_doubt) {
    auto const f = fault_after("");
    BOOST_TEST((f.kind == fault_kind::broken));
    BOOST_TEST(f.sent);
    BOOST_TEST(f.message.find("closed the connection instead of replying") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_close_in_the_reply_leaves_the_request_in_doubt) {
    auto const whole = ok("hello world");
    for (std::size_t size = 1; size < whole.size(); size += 5) {
        auto const f = fault_after(whole.substr(0, size));
        BOOST_TEST((f.kind == fault_kind::broken));
        BOOST_TEST(f.sent);
    }
    BOOST_TEST((fault_after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n").kind
                == fault_kind::broken));
}

BOOST_AUTO_TEST_CASE(a_reset_leaves_the_request_in_doubt) {
    for (bool const in_the_reply : {false, true}) {
        peer server([&](peer_end& c, int) {
            c.read_request();
            if (in_the_reply) c.send("HTTP/1.1 200 OK\r\nContent-Le");
            if (in_the_reply) std::this_thread::sleep_for(20ms);
            c.reset();
        });
        auto const f = fault_of(caller(options_for(server.url())).call(add_plan));
        BOOST_TEST((f.kind == fault_kind::broken));
        BOOST_TEST(f.sent);
        BOOST_TEST(f.message.find(server.port()) != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_stall_ends_at_the_time_limit_of_the_whole_exchange) {
    for (bool const dribbles : {false, true}) {
        peer server([&](peer_end& c, int) {
            c.read_request();
            if (!dribbles) return c.wait_for_close();
            c.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            for (int i = 0; i < 40; ++i) {
                c.send("x");
                std::this_thread::sleep_for(20ms);
            }
        });
        auto options = options_for(server.url());
        options.request_timeout = 200ms;
        auto const started = std::chrono::steady_clock::now();
        caller calls(options);
        auto const f = fault_of(calls.call(add_plan));
        auto const took = std::chrono::steady_clock::now() - started;
        BOOST_TEST((f.kind == fault_kind::timeout));
        BOOST_TEST(f.sent);
        BOOST_TEST(f.message.find("200ms") != std::string::npos);
        BOOST_TEST((took >= 190ms && took < 700ms));
    }
}

BOOST_AUTO_TEST_CASE(a_reply_over_the_limit_is_refused) {
    auto options = options_for("");
    options.reply_limit = 10;
    for (auto const& bytes :
         {ok("hello world"), std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                         "b\r\nhello world\r\n0\r\n\r\n")}) {
        auto const f = fault_after(bytes, options);
        BOOST_TEST((f.kind == fault_kind::too_large));
        BOOST_TEST(f.sent);
    }
}

BOOST_AUTO_TEST_CASE(a_line_that_never_ends_is_refused) {
    BOOST_TEST(
        (fault_after("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x')).kind == fault_kind::too_large));
    BOOST_TEST(
        (fault_after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;" + std::string(3U << 20U, 'x'))
             .kind
         == fault_kind::too_large));
}

BOOST_AUTO_TEST_CASE(garbage_is_a_malformed_reply) {
    for (auto const* const bytes :
         {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "{\"data\": [], \"hasNextPage\": false}\r\n\r\n"}) {
        auto const f = fault_after(bytes);
        BOOST_TEST_CONTEXT(f.message) BOOST_TEST((f.kind == fault_kind::malformed));
        BOOST_TEST(f.sent);
    }
}

BOOST_AUTO_TEST_CASE(nobody_listening_is_a_fault_before_anything_was_sent) {
    std::string url;
    {
        peer gone([](peer_end&, int) {});
        url = gone.url();
    }
    auto const f = fault_of(caller(options_for(url)).call(add_plan));
    BOOST_TEST((f.kind == fault_kind::connect));
    BOOST_TEST(!f.sent);
    BOOST_TEST(f.message.find("cannot connect to 127.0.0.1:") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_message_holds_the_key) {
    for (auto const& bytes :
         {std::string(), std::string("garbage sk_sb_for_tests\r\n\r\n"), ok("x").substr(0, 20)})
        BOOST_TEST(fault_after(bytes).message.find("for_tests") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
