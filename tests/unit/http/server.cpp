#include "http/server.hpp"

#include "../scratch.hpp"
#include "serving.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <fcntl.h>
#include <future>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace muster::http {

using namespace tests;
using muster::tests::mode;
using muster::tests::scratch;
using muster::tests::slurp;
using muster::tests::spill;
using namespace std::chrono_literals;

BOOST_FIXTURE_TEST_SUITE(http_server, scratch)

namespace {

served_reply hello(served_request const&) {
    return served_reply(200, "hello");
}

/// A socket that nobody listens on any more, as a process leaves it that was killed.
void leave_stale_socket(std::filesystem::path const& where) {
    int const handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    where.string().copy(static_cast<char*>(at.sun_path), sizeof at.sun_path - 1);
    BOOST_REQUIRE(::bind(handle, reinterpret_cast<sockaddr const*>(&at), sizeof at) == 0);
    ::close(handle);
}

bool answers(visitor& client) {
    client.send(get("/"));
    return client.read_reply().body == "hello";
}

} // namespace

BOOST_AUTO_TEST_CASE(a_port_that_is_taken_is_an_error) {
    serving one(each(hello));
    one.listen();
    boost::asio::io_context loop;
    server another(loop.get_executor(), each(hello), {});
    BOOST_CHECK_THROW(another.listen("127.0.0.1", one.port), boost::system::system_error);
    BOOST_CHECK_THROW(another.listen("nowhere", 0), boost::system::system_error);
}

BOOST_AUTO_TEST_CASE(connections_over_the_limit_are_closed_and_places_come_free) {
    server_limits limits;
    limits.connections = 2;
    serving server(each(hello), limits);
    server.listen();
    visitor first(server.port);
    {
        visitor second(server.port);
        BOOST_TEST(answers(first));
        BOOST_TEST(answers(second));
        visitor third(server.port);
        BOOST_TEST(third.is_at_end());
    }
    bool let_in = false;
    for (int i = 0; i < 200 && !let_in; ++i) { // until the server has seen that the second is gone
        visitor next(server.port);
        let_in = answers(next);
    }
    BOOST_TEST(let_in);
    BOOST_TEST(answers(first));
}

BOOST_AUTO_TEST_CASE(a_unix_socket_is_for_its_user_alone_and_tells_who_asks) {
    std::optional<peer_process> from;
    serving server(each([&](served_request const& r) {
        from = r.from.process;
        return hello(r);
    }));
    auto const socket = path / "control.sock";
    auto const mask = ::umask(0);
    server.listen(socket);
    ::umask(mask);
    BOOST_TEST(mode(socket) == 0600U);
    visitor client(socket);
    BOOST_TEST(answers(client));
    server.on_loop([&] {
        BOOST_REQUIRE(from.has_value());
        BOOST_TEST(from->uid == ::geteuid());
        BOOST_TEST(from->pid == ::getpid());
    });
    server.stop();
    BOOST_TEST(!std::filesystem::exists(socket));
}

BOOST_AUTO_TEST_CASE(a_stale_socket_is_replaced_and_another_file_is_not) {
    auto const socket = path / "control.sock";
    leave_stale_socket(socket);
    BOOST_CHECK_THROW(visitor client(socket), std::runtime_error);
    {
        serving server(each(hello));
        server.listen(socket);
        visitor client(socket);
        BOOST_TEST(answers(client));
    }
    spill(socket, "kept");
    boost::asio::io_context loop;
    {
        server refused(loop.get_executor(), each(hello), {});
        BOOST_CHECK_THROW(refused.listen(socket), std::exception);
    }
    BOOST_TEST(slurp(socket) == "kept"); // nor does the end of the server take it away
    std::filesystem::remove(socket);
    std::filesystem::create_symlink(path / "elsewhere", socket);
    server refused(loop.get_executor(), each(hello), {});
    BOOST_CHECK_THROW(refused.listen(socket), std::exception);
    BOOST_TEST(!std::filesystem::exists(path / "elsewhere"));
}

BOOST_AUTO_TEST_CASE(a_path_may_be_longer_than_an_address) {
    auto const directory = path / std::string(120, 'd');
    std::filesystem::create_directory(directory);
    serving server(each(hello));
    server.listen(directory / "control.sock");
    BOOST_TEST(mode(directory / "control.sock") == 0600U);
    int const held = ::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    visitor client(std::filesystem::path("/proc/self/fd/" + std::to_string(held) + "/control.sock"));
    BOOST_TEST(answers(client));
    ::close(held);
    server.stop();
    BOOST_TEST(!std::filesystem::exists(directory / "control.sock"));
}

BOOST_AUTO_TEST_CASE(a_stop_closes_idle_connections_at_once) {
    serving server(each(hello));
    server.listen();
    visitor idle(server.port), half(server.port);
    BOOST_TEST(answers(idle));
    half.send("GET / HT");
    BOOST_TEST((server.stop() < 400ms));
    BOOST_TEST(idle.is_at_end());
    half.read_all();
    BOOST_CHECK_THROW(visitor late(server.port), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_stop_lets_a_reply_that_is_due_go_out) {
    std::promise<void> asked;
    serving server(each([&asked](served_request const& r) {
        asked.set_value();
        auto late = hello(r);
        late.delay = 30s;
        return late;
    }));
    server.listen();
    visitor client(server.port);
    client.send(get("/"));
    asked.get_future().get();
    BOOST_TEST((server.stop() < 400ms));
    auto const r = client.read_reply();
    BOOST_TEST(r.body == "hello");
    BOOST_TEST(r.has("Connection: close\r\n"));
}

BOOST_AUTO_TEST_CASE(a_stop_does_not_wait_for_a_client_that_does_not_read) {
    serving server(
        each([](served_request const&) { return served_reply(200, std::string(64U << 20U, 'x')); }));
    server.listen();
    visitor lazy(server.port);
    lazy.send(get("/"));
    lazy.read_until("\r\n\r\n");
    auto const took = server.stop();
    BOOST_TEST((took >= 400ms && took < 2s));
    BOOST_TEST(lazy.read_all().size() < 64U << 20U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
