#include "serving.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <stdexcept>

namespace muster::http {

using namespace tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(http_session)

namespace {

/// Answers with what was asked for: `POST /x hello`.
served_reply echo(served_request const& r) {
    return served_reply(200, r.method + ' ' + r.target + (r.body.empty() ? "" : ' ' + r.body), "text/plain");
}

struct echoing : serving {
    explicit echoing(server_limits limits = {}) : serving(each(echo), limits) { listen(); }
};

server_limits with_body(std::size_t most) {
    server_limits l;
    l.body = most;
    return l;
}

/// A server that answers everything with this.
struct answering_with : serving {
    explicit answering_with(served_reply r)
        : serving(each([r = std::move(r)](served_request const&) { return r; })) {
        listen();
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_connection_carries_one_request_after_another) {
    echoing server;
    visitor client(server.port);
    for (auto const* const target : {"/a", "/b?c=%20d"}) {
        client.send(get(target));
        auto const r = client.read_reply();
        BOOST_TEST(r.status == 200U);
        BOOST_TEST(r.body == "GET " + std::string(target));
        BOOST_TEST(r.has("Content-Type: text/plain\r\n"));
        BOOST_TEST(!r.has("Connection: close"));
    }
    client.send(post("/c", "hello"));
    BOOST_TEST(client.read_reply().body == "POST /c hello");
}

BOOST_AUTO_TEST_CASE(the_fields_of_a_request_are_handed_on) {
    served_request seen;
    serving server(each([&seen](served_request const& r) {
        seen = r;
        return served_reply(204, "");
    }));
    server.listen();
    visitor client(server.port);
    client.send(get("/", "X-API-KEY: sk_sb_1\r\nx-two:  a b \r\n"));
    BOOST_TEST(client.read_reply().status == 204U);
    server.on_loop([&] {
        BOOST_TEST(seen.field("x-api-key") == "sk_sb_1");
        BOOST_TEST(seen.field("X-Two") == "a b");
        BOOST_TEST(!seen.from.process.has_value()); // over TCP nobody tells who it is
        BOOST_TEST(seen.from.address == "127.0.0.1");
        BOOST_TEST(seen.count("X-Two") == 1U);
        BOOST_TEST(seen.count("x-three") == 0U);
    });
}

BOOST_AUTO_TEST_CASE(a_connection_is_closed_where_the_client_asks_for_it) {
    echoing server;
    for (auto const& request : {get("/", "Connection: close\r\n"), std::string("GET / HTTP/1.0\r\n\r\n")}) {
        visitor client(server.port);
        client.send(request);
        auto const r = client.read_reply();
        BOOST_TEST(r.body == "GET /");
        BOOST_TEST(r.has("Connection: close\r\n"));
        BOOST_TEST(client.is_at_end());
    }
}

BOOST_AUTO_TEST_CASE(requests_that_come_at_once_are_answered_in_their_order) {
    echoing server;
    visitor client(server.port);
    client.send(get("/1") + post("/2", "two") + get("/3"));
    for (auto const* const expected : {"GET /1", "POST /2 two", "GET /3"})
        BOOST_TEST(client.read_reply().body == expected);
}

BOOST_AUTO_TEST_CASE(a_request_may_come_byte_by_byte) {
    echoing server;
    visitor client(server.port);
    for (char const byte : post("/slow", "abc")) client.send({&byte, 1});
    BOOST_TEST(client.read_reply().body == "POST /slow abc");
    client.send("POST /chunks HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    BOOST_TEST(client.read_reply().body == "POST /chunks abc");
}

BOOST_AUTO_TEST_CASE(a_body_over_the_limit_is_refused_however_it_comes) {
    echoing server(with_body(16));
    visitor well(server.port);
    well.send(post("/", std::string(16, 'x')));
    BOOST_TEST(well.read_reply().status == 200U);
    for (auto const& request :
         {post("/", std::string(17, 'x')), std::string("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                       "11\r\nxxxxxxxxxxxxxxxxx\r\n0\r\n\r\n")}) {
        visitor client(server.port);
        client.send(request);
        auto const r = client.read_reply();
        BOOST_TEST(r.status == 413U);
        BOOST_TEST(r.body == R"({"code":"body-too-large","message":"The body is over 16 bytes."})");
        BOOST_TEST(client.read_all() == "");
    }
}

BOOST_AUTO_TEST_CASE(a_large_body_over_the_limit_does_not_cost_the_client_the_answer) {
    echoing server(with_body(1024));
    visitor client(server.port);
    client.send(post("/", std::string(3'000'000, 'x')));
    BOOST_TEST(client.read_reply().status == 413U);
}

BOOST_AUTO_TEST_CASE(a_head_that_is_too_large_is_refused_as_such) {
    echoing server;
    visitor client(server.port);
    client.send(get("/", "X-Long: " + std::string(20'000, 'x') + "\r\n"));
    auto const r = client.read_reply();
    BOOST_TEST(r.status == 431U);
    BOOST_TEST(r.body == R"({"code":"head-too-large","message":"The head is over 8 KiB."})");
    BOOST_TEST(client.read_all() == "");
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_request_are_answered_once_and_the_connection_closed) {
    echoing server;
    for (auto const* const bytes : {"SSH-2.0-OpenSSH_9.2\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                                    "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"}) {
        visitor client(server.port);
        client.send(bytes);
        BOOST_TEST(client.read_reply().status == 400U);
        BOOST_TEST(client.read_all() == "");
    }
}

BOOST_AUTO_TEST_CASE(a_client_that_sends_nothing_more_still_gets_its_answer) {
    echoing server;
    visitor client(server.port);
    client.send(get("/last"));
    client.half_close();
    BOOST_TEST(client.read_reply().body == "GET /last");
    BOOST_TEST(client.is_at_end());
}

BOOST_AUTO_TEST_CASE(half_a_request_is_nothing_to_answer) {
    echoing server;
    for (auto const* const part : {"", "GET / HT", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf"}) {
        visitor client(server.port);
        client.send(part);
        client.half_close();
        BOOST_TEST(client.is_at_end());
    }
}

BOOST_AUTO_TEST_CASE(a_client_that_does_not_read_holds_nobody_else_up) {
    serving server(each([](served_request const& r) {
        return served_reply(200, r.target == "/large" ? std::string(32U << 20U, 'x') : "small");
    }));
    server.listen();
    visitor lazy(server.port), other(server.port);
    lazy.send(get("/large"));
    for (int i = 0; i < 3; ++i) {
        other.send(get("/small"));
        BOOST_TEST(other.read_reply().body == "small");
    }
    BOOST_TEST(lazy.read_reply().body.size() == 32U << 20U);
}

BOOST_AUTO_TEST_CASE(whoever_sends_no_whole_request_in_time_is_left) {
    server_limits limits;
    limits.idle = 150ms;
    echoing server(limits);
    visitor silent(server.port), slow(server.port), well(server.port);
    auto const began = std::chrono::steady_clock::now();
    slow.send("GET / HTTP/1.1\r\n");
    while (slow.send("X: y\r\n") && std::chrono::steady_clock::now() - began < 3s)
        std::this_thread::sleep_for(20ms);
    auto const took = std::chrono::steady_clock::now() - began;
    BOOST_TEST((took >= 150ms && took < 2s));
    BOOST_TEST(silent.is_at_end());
    BOOST_TEST(well.is_at_end());
}

BOOST_AUTO_TEST_CASE(time_that_an_answer_takes_is_not_idle_time) {
    server_limits limits;
    limits.idle = 60ms;
    serving server(each([](served_request const&) {
                       served_reply r(200, "late");
                       r.delay = 200ms;
                       return r;
                   }),
                   limits);
    server.listen();
    visitor client(server.port);
    for (int i = 0; i < 2; ++i) {
        client.send(get("/"));
        BOOST_TEST(client.read_reply().body == "late");
    }
}

BOOST_AUTO_TEST_CASE(what_an_answerer_throws_ends_neither_the_connection_nor_the_server) {
    serving server(each([](served_request const& r) {
        if (r.target == "/bad") throw std::runtime_error("sk_sb_secret");
        return echo(r);
    }));
    server.listen();
    visitor client(server.port);
    client.send(get("/bad"));
    auto const r = client.read_reply();
    BOOST_TEST(r.status == 500U);
    BOOST_TEST(r.body.find("secret") == std::string::npos);
    client.send(get("/good"));
    BOOST_TEST(client.read_reply().body == "GET /good");
}

BOOST_AUTO_TEST_CASE(a_reply_can_be_broken_on_purpose) {
    served_reply r(200, "0123456789");
    r.how = delivery::truncate;
    {
        answering_with server(r);
        visitor client(server.port);
        client.send(get("/"));
        auto const all = client.read_all();
        BOOST_TEST(all.find("Content-Length: 10\r\n") != std::string::npos);
        BOOST_TEST(all.ends_with("\r\n\r\n01234"));
    }
    r.how = delivery::reset;
    {
        answering_with server(r);
        visitor client(server.port);
        client.send(get("/"));
        BOOST_TEST(client.read_all() == "");
        BOOST_TEST(client.was_reset());
    }
    r.how = delivery::stall;
    answering_with server(r);
    visitor client(server.port);
    client.send(get("/"));
    BOOST_TEST(client.read_until("\r\n\r\n").ends_with("\r\n\r\n"));
    server.stop(); // only that ends it
    BOOST_TEST(client.read_all() == "");
}

BOOST_AUTO_TEST_CASE(every_reply_has_the_fields_that_all_are_to_have) {
    server_limits limits;
    limits.fields = "X-All: yes\r\n";
    limits.body = 10;
    serving server(each([](served_request const& r) {
                       if (r.target == "/throws") throw std::runtime_error("no");
                       return served_reply(r.target == "/304" ? 304 : 200, "");
                   }),
                   limits);
    server.listen();
    std::string const large = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n";
    for (auto const& [request, status] : {std::pair<std::string, unsigned>{get("/"), 200},
                                          {get("/throws"), 500},
                                          {large, 413},
                                          {"nonsense\r\n\r\n", 400}}) {
        visitor client(server.port);
        client.send(request);
        auto const r = client.read_reply();
        BOOST_TEST(r.status == status);
        BOOST_TEST(r.has("\r\nX-All: yes\r\n"), r.head);
    }
    visitor client(server.port);
    client.send(get("/304", "Connection: close\r\n"));
    auto const unchanged = client.read_all();
    BOOST_TEST(unchanged.starts_with("HTTP/1.1 304 "));
    BOOST_TEST((unchanged.find("Content-Length") == std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
