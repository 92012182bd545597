#include "async/bounded_queue.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <vector>

BOOST_AUTO_TEST_SUITE(bounded_queue_of_numbers)

using namespace muster::async;
namespace asio = boost::asio;

namespace {

asio::awaitable<void> push_numbers(bounded_queue<int>& queue, int count, int& accepted) {
    for (int i = 0; i < count; ++i) {
        bool const taken = co_await queue.push(i);
        if (!taken) co_return;
        ++accepted;
    }
}

asio::awaitable<void> pop_all(bounded_queue<int>& queue, std::vector<int>& into, bool& ended) {
    for (;;) {
        auto const next = co_await queue.pop();
        if (!next) break;
        into.push_back(*next);
    }
    ended = true;
}

struct bench {
    asio::io_context loop{1};
    bounded_queue<int> queue{loop.get_executor(), 3};
    std::vector<int> popped;
    bool ended = false;
    int accepted = 0;

    void push(int count) { asio::co_spawn(loop, push_numbers(queue, count, accepted), asio::detached); }
    void pop() { asio::co_spawn(loop, pop_all(queue, popped, ended), asio::detached); }
    void settle() {
        loop.restart();
        loop.poll();
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(pushing_waits_while_it_is_full) {
    bench b;
    b.push(10);
    b.settle();
    BOOST_TEST(b.accepted == 3);
    BOOST_TEST(b.queue.size() == 3U);
    b.pop();
    b.settle();
    BOOST_TEST(b.accepted == 10);
    BOOST_TEST(b.popped == (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}),
               boost::test_tools::per_element());
    BOOST_TEST(!b.ended);
    b.queue.close();
    b.settle();
    BOOST_TEST(b.ended);
}

BOOST_AUTO_TEST_CASE(what_was_pushed_before_it_was_closed_is_popped) {
    bench b;
    b.push(2);
    b.settle();
    b.queue.close();
    b.pop();
    b.settle();
    BOOST_TEST(b.popped.size() == 2U);
    BOOST_TEST(b.ended);
}

BOOST_AUTO_TEST_CASE(closing_sends_a_waiting_pusher_away) {
    bench b;
    b.push(10);
    b.settle();
    b.queue.close();
    b.settle();
    BOOST_TEST(b.accepted == 3);
    b.pop();
    b.settle();
    BOOST_TEST(b.popped.size() == 3U);
}

BOOST_AUTO_TEST_CASE(discarding_drops_what_is_in_it) {
    bench b;
    b.push(10);
    b.settle();
    b.queue.discard();
    b.pop();
    b.settle();
    BOOST_TEST(b.popped.empty());
    BOOST_TEST(b.ended);
}

BOOST_AUTO_TEST_CASE(each_item_goes_to_one_of_several_poppers) {
    bench b;
    std::vector<int> other;
    bool other_ended = false;
    b.pop();
    asio::co_spawn(b.loop, pop_all(b.queue, other, other_ended), asio::detached);
    b.push(100);
    b.settle();
    BOOST_TEST(b.popped.size() + other.size() == 100U);
    b.queue.close();
    b.settle();
    BOOST_TEST(b.ended);
    BOOST_TEST(other_ended);
}

BOOST_AUTO_TEST_CASE(what_takes_more_room_than_there_is_goes_into_an_empty_queue_alone) {
    struct room_of {
        std::size_t operator()(int n) const { return static_cast<std::size_t>(n); }
    };
    asio::io_context loop;
    bounded_queue<int, room_of> queue{loop.get_executor(), 10};
    std::vector<int> accepted;
    auto const push = [&](int n) {
        asio::co_spawn(loop, queue.push(n), [&, n](std::exception_ptr, bool yes) {
            if (yes) accepted.push_back(n);
        });
    };
    auto const pop = [&] {
        int got = 0;
        asio::co_spawn(loop, queue.pop(),
                       [&](std::exception_ptr, std::optional<int> n) { got = n.value_or(-1); });
        loop.restart();
        loop.poll();
        return got;
    };
    for (int const n : {4, 6, 1}) push(n);
    loop.poll();
    BOOST_TEST(accepted == (std::vector<int>{4, 6}), boost::test_tools::per_element());
    BOOST_TEST(pop() == 4);
    BOOST_TEST(accepted.size() == 3U); // the one fits now
    BOOST_TEST(pop() == 6);
    BOOST_TEST(pop() == 1);
    push(500);
    push(1);
    loop.restart();
    loop.poll();
    BOOST_TEST(accepted.back() == 500);
    BOOST_TEST(pop() == 500);
    BOOST_TEST(accepted.back() == 1);
}

BOOST_AUTO_TEST_CASE(room_is_waited_for_without_an_item) {
    bench b;
    int came = 0;
    auto const wait = [&] {
        asio::co_spawn(b.loop, b.queue.room(), [&](std::exception_ptr) { ++came; });
        b.settle();
    };
    b.push(2);
    wait();
    BOOST_TEST(came == 1);
    b.push(1);
    wait();
    BOOST_TEST(came == 1);
    b.pop();
    b.settle();
    BOOST_TEST(came == 2);
}

BOOST_AUTO_TEST_CASE(an_item_is_missed_while_somebody_waits_and_none_is_there) {
    bench b;
    int came = 0;
    auto const wait = [&] {
        asio::co_spawn(b.loop, b.queue.missed(), [&](std::exception_ptr) { ++came; });
        b.settle();
    };
    wait();
    BOOST_TEST(came == 0); // nobody waits
    b.pop();
    b.settle();
    BOOST_TEST(came == 1);
    wait();
    BOOST_TEST(came == 2); // it waits still
    b.queue.close();
    b.settle();
    wait();
    BOOST_TEST(came == 3); // nothing is to come
}

BOOST_AUTO_TEST_CASE(what_is_there_is_taken_without_a_wait) {
    bench b;
    BOOST_TEST(!b.queue.try_pop().has_value());
    b.push(5);
    b.settle();
    BOOST_TEST(b.accepted == 3);
    BOOST_TEST(b.queue.try_pop().value() == 0);
    b.settle();
    BOOST_TEST(b.accepted == 4); // there was room for another
    for (int i = 1; i < 4; ++i) BOOST_TEST(b.queue.try_pop().value() == i);
    BOOST_TEST(!b.queue.try_pop().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
