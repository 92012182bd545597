#include "http/readiness.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <sys/socket.h>
#include <thread>
#include <vector>

namespace muster::http {

BOOST_AUTO_TEST_SUITE(http_readiness)

namespace {

namespace asio = boost::asio;

struct sockets {
    asio::io_context loop{1};
    std::optional<readiness> all{std::in_place, loop.get_executor()};

    /// What runs until nobody waits for anything; false = it went on for a second.
    bool run() {
        loop.restart();
        loop.run_for(std::chrono::seconds(1));
        return loop.stopped();
    }
};

/// Two ends of a connection; ours is watched.
struct pair {
    explicit pair(readiness& all) {
        int ends[2] = {};
        BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        ours.emplace(all, files::descriptor(ends[0]));
        peer = files::descriptor(ends[1]);
    }
    void say(std::size_t bytes = 1) const {
        std::string const text(bytes, 'x');
        BOOST_REQUIRE(::send(peer.get(), text.data(), text.size(), MSG_NOSIGNAL)
                      == static_cast<ssize_t>(bytes));
    }
    std::optional<watched_socket> ours;
    files::descriptor peer;
};

void wait_to_read(asio::io_context& loop, watched_socket& one, std::function<void()> then) {
    auto waiting = [](watched_socket& w, std::function<void()> next) -> asio::awaitable<void> {
        co_await w.until_readable();
        next();
    };
    asio::co_spawn(loop, waiting(one, std::move(then)), asio::detached);
}

} // namespace

BOOST_AUTO_TEST_CASE(nothing_keeps_the_loop_running_where_nobody_waits) {
    sockets s;
    pair const one(*s.all);
    BOOST_TEST(s.run());
}

BOOST_AUTO_TEST_CASE(whoever_waits_is_resumed_once_there_is_something_to_read) {
    sockets s;
    pair one(*s.all);
    bool resumed = false;
    wait_to_read(s.loop, *one.ours, [&] { resumed = true; });
    s.loop.poll();
    BOOST_TEST(!resumed);
    BOOST_TEST(!one.ours->readable());
    one.say();
    BOOST_TEST(s.run());
    BOOST_TEST(resumed);
    BOOST_TEST(one.ours->readable());
    BOOST_TEST(!one.ours->ended());
}

BOOST_AUTO_TEST_CASE(what_came_before_is_seen_too_and_so_is_what_comes_after_it_was_drained) {
    sockets s;
    pair one(*s.all);
    for (int round = 0; round < 3; ++round) {
        one.say();
        int resumed = 0;
        wait_to_read(s.loop, *one.ours, [&] { ++resumed; });
        BOOST_TEST(s.run());
        BOOST_TEST(resumed == 1);
        char byte = 0;
        BOOST_TEST(::recv(one.ours->descriptor(), &byte, 1, 0) == 1);
        one.ours->drained();
    }
}

BOOST_AUTO_TEST_CASE(more_sockets_than_one_call_tells_of) {
    sockets s;
    std::vector<std::unique_ptr<pair>> many;
    int resumed = 0;
    for (int i = 0; i < 200; ++i) {
        many.push_back(std::make_unique<pair>(*s.all));
        wait_to_read(s.loop, *many.back()->ours, [&] { ++resumed; });
    }
    s.loop.poll();
    for (auto const& each : many) each->say();
    BOOST_TEST(s.run());
    BOOST_TEST(resumed == 200);
}

BOOST_AUTO_TEST_CASE(who_is_urgent_comes_before_others_whose_wait_is_over_too) {
    sockets s;
    pair first(*s.all);
    pair second(*s.all);
    pair urgent(*s.all);
    urgent.ours->set_urgent(true);
    std::string order;
    wait_to_read(s.loop, *first.ours, [&] {
        order += '1';
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        urgent.say();
        s.all->refresh(); // in the midst of the others
        order += '-';
    });
    wait_to_read(s.loop, *second.ours, [&] { order += '2'; });
    wait_to_read(s.loop, *urgent.ours, [&] { order += 'u'; });
    s.loop.poll();
    first.say();
    second.say();
    BOOST_TEST(s.run());
    BOOST_TEST(order == "1-u2");
}

BOOST_AUTO_TEST_CASE(many_that_are_ready_at_once_do_not_keep_the_loop_to_themselves) {
    sockets s;
    std::vector<std::unique_ptr<pair>> many;
    int resumed = 0, before_us = 0;
    for (int i = 0; i < 600; ++i) {
        many.push_back(std::make_unique<pair>(*s.all));
        wait_to_read(s.loop, *many.back()->ours, [&] {
            if (++resumed == 1) asio::post(s.loop, [&] { before_us = resumed; });
        });
    }
    s.loop.poll();
    for (auto const& each : many) each->say();
    BOOST_TEST(s.run());
    BOOST_TEST(resumed == 600);
    BOOST_TEST(before_us < 600);
    BOOST_TEST(before_us > 1);
}

BOOST_AUTO_TEST_CASE(the_end_is_told) {
    sockets s;
    pair one(*s.all);
    bool resumed = false;
    wait_to_read(s.loop, *one.ours, [&] { resumed = true; });
    s.loop.poll();
    one.peer = files::descriptor();
    BOOST_TEST(s.run());
    BOOST_TEST(resumed);
    BOOST_TEST(one.ours->ended());
    one.ours->drained();
    BOOST_TEST(one.ours->readable()); // the end stays there to be read
}

BOOST_AUTO_TEST_CASE(room_to_write) {
    sockets s;
    pair one(*s.all);
    BOOST_TEST(one.ours->writable());
    std::string const much(1U << 20U, 'x');
    while (::send(one.ours->descriptor(), much.data(), much.size(), MSG_DONTWAIT) > 0) {
    }
    s.loop.poll();
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    s.all->refresh(); // what it was before it was filled
    one.ours->filled();
    bool resumed = false;
    auto waiting = [&]() -> asio::awaitable<void> {
        co_await one.ours->until_writable();
        resumed = true;
    };
    asio::co_spawn(s.loop, waiting(), asio::detached);
    s.loop.poll();
    BOOST_TEST(!resumed);
    std::string taken(1U << 20U, 0);
    while (::recv(one.peer.get(), taken.data(), taken.size(), MSG_DONTWAIT) > 0) {
    }
    BOOST_TEST(s.run());
    BOOST_TEST(resumed);
}

BOOST_AUTO_TEST_CASE(a_wait_is_ended_by_others_but_not_within_their_call) {
    for (bool const by_closing : {false, true}) {
        sockets s;
        pair one(*s.all);
        bool resumed = false;
        wait_to_read(s.loop, *one.ours, [&] { resumed = true; });
        s.loop.poll();
        if (by_closing)
            one.ours->close();
        else
            one.ours->wake();
        BOOST_TEST(!resumed);
        BOOST_TEST(s.run());
        BOOST_TEST(resumed);
        BOOST_TEST((one.ours->descriptor() < 0) == by_closing);
    }
}

BOOST_AUTO_TEST_CASE(waking_where_nobody_waits_does_nothing) {
    sockets s;
    pair one(*s.all);
    one.ours->wake();
    BOOST_TEST(s.run());
}

BOOST_AUTO_TEST_CASE(a_look_in_between_tells_what_is_there_and_resumes_nobody_at_once) {
    sockets s;
    pair one(*s.all);
    pair const other(*s.all);
    bool resumed = false;
    wait_to_read(s.loop, *one.ours, [&] { resumed = true; });
    s.loop.poll();
    one.say();
    other.say();
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    s.all->refresh();
    BOOST_TEST(one.ours->readable());
    BOOST_TEST(other.ours->readable());
    BOOST_TEST(!resumed);
    BOOST_TEST(s.run());
    BOOST_TEST(resumed);
}

BOOST_AUTO_TEST_CASE(who_is_resumed_may_destroy_another_whose_wait_is_over) {
    sockets s;
    pair first(*s.all);
    pair second(*s.all);
    int resumed = 0;
    wait_to_read(s.loop, *first.ours, [&] {
        ++resumed;
        second.ours.reset();
    });
    wait_to_read(s.loop, *second.ours, [&] {
        ++resumed;
        first.ours.reset();
    });
    s.loop.poll();
    first.say();
    second.say();
    BOOST_TEST(s.run());
    BOOST_TEST(resumed == 1);
}

BOOST_AUTO_TEST_CASE(it_may_be_destroyed_while_the_loop_waits_for_it) {
    sockets s;
    std::optional<pair> one(std::in_place, *s.all);
    wait_to_read(s.loop, *one->ours, [] {});
    s.loop.poll();
    one.reset();
    s.all.reset();
    BOOST_TEST(s.run());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace muster::http
