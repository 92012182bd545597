// Replies that are written piece by piece, as they reach a client.
#include "http/outflow.hpp"

#include "serving.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <memory>
#include <vector>

namespace muster::http {

using namespace tests;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(http_outflow)

namespace {

server_limits with_backlog(std::size_t most) {
    server_limits l;
    l.backlog = most;
    return l;
}

/// A server whose replies are all streams, which the test writes to.
class streaming : public serving {
public:
    explicit streaming(server_limits limits = {})
        : serving(each([this](served_request const&) {
                      served_reply r(200, "", "text/event-stream");
                      r.stream = [this](std::shared_ptr<served_stream> to) {
                          streams.push_back(std::move(to));
                      };
                      return r;
                  }),
                  limits) {
        listen();
    }
    ~streaming() { stop(); }
    /// Whether the first stream takes it.
    bool write(std::string const& bytes) {
        bool taken = false;
        on_loop([&] { taken = streams.at(0)->write(bytes); });
        return taken;
    }
    void end() {
        on_loop([this] { streams.at(0)->end(); });
    }
    /// Writes until it is not taken any more; false if that does not come about.
    bool is_left() {
        auto const end = std::chrono::steady_clock::now() + 5s;
        while (write("\n"))
            if (std::chrono::steady_clock::now() > end) return false;
        return true;
    }

    std::vector<std::shared_ptr<served_stream>> streams; // on the loop's thread
};

} // namespace

BOOST_AUTO_TEST_CASE(what_is_written_comes_at_once_and_the_end_closes_the_connection) {
    streaming server;
    visitor client(server.port);
    client.send(get("/events"));
    auto const head = client.read_until("\r\n\r\n");
    BOOST_TEST(head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
    BOOST_TEST(head.find("Connection: close\r\n") != std::string::npos);
    BOOST_TEST(head.find("Content-Length") == std::string::npos);
    for (auto const* const event : {"data: 1\n\n", "data: 2\n\n"}) {
        BOOST_TEST(server.write(event));
        BOOST_TEST(client.read_until("\n\n") == event);
    }
    server.on_loop([&] {
        server.streams.at(0)->write("data: 3\n\n");
        server.streams.at(0)->write("data: 4\n\n");
        server.streams.at(0)->end();
    });
    BOOST_TEST(client.read_all() == "data: 3\n\ndata: 4\n\n");
    BOOST_TEST(!server.write("data: 5\n\n"));
}

BOOST_AUTO_TEST_CASE(a_stream_learns_that_its_client_has_gone) {
    streaming server;
    {
        visitor client(server.port);
        client.send(get("/events"));
        client.read_until("\r\n\r\n");
        BOOST_TEST(server.write("data: 1\n\n"));
    }
    BOOST_TEST(server.is_left());
    server.end(); // by whoever does not look
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_less_than_is_written_loses_the_connection) {
    streaming server(with_backlog(4096));
    visitor client(server.port);
    client.send(get("/events"));
    client.read_until("\r\n\r\n");
    BOOST_TEST(server.write(std::string(4096, 'x')));
    BOOST_TEST(client.read_until("x").ends_with('x')); // so it is under way
    BOOST_TEST(!server.write(std::string(4097, 'x')));
    BOOST_TEST(client.read_all().size() < 4096U + 4097U);
    BOOST_TEST(!server.write("x"));
}

BOOST_AUTO_TEST_CASE(a_slow_client_gets_all_that_fits) {
    streaming server(with_backlog(8U << 20U));
    visitor client(server.port);
    client.send(get("/events"));
    client.read_until("\r\n\r\n");
    std::string const piece(1U << 20U, 'x'); // more of them than a socket holds
    for (int i = 0; i < 6; ++i) BOOST_TEST(server.write(piece));
    server.end();
    BOOST_TEST(client.read_all().size() == 6U << 20U);
}

BOOST_AUTO_TEST_CASE(what_a_client_sends_meanwhile_is_passed_over) {
    streaming server;
    visitor client(server.port);
    client.send(get("/events"));
    client.read_until("\r\n\r\n");
    client.send(get("/again") + std::string(100'000, 'x'));
    BOOST_TEST(server.write("data: 1\n\n"));
    BOOST_TEST(client.read_until("\n\n") == "data: 1\n\n");
}

BOOST_AUTO_TEST_CASE(the_end_of_the_server_is_that_of_its_streams) {
    streaming server;
    visitor client(server.port);
    client.send(get("/events"));
    client.read_until("\r\n\r\n");
    BOOST_TEST(server.write("data: last\n\n"));
    BOOST_TEST((server.stop() < 400ms));
    BOOST_TEST(client.read_all() == "data: last\n\n");
    BOOST_TEST(!server.streams.at(0)->write("data: later\n\n"));
    server.streams.at(0)->end();
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
