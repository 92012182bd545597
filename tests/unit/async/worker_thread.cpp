#include "async/worker_thread.hpp"

#include "async/timekeeper.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(worker_thread_of_its_own)

using namespace muster;
using namespace muster::async;
namespace asio = boost::asio;

BOOST_AUTO_TEST_CASE(work_runs_elsewhere_in_order_and_is_reported_on_the_loop) {
    asio::io_context loop(1);
    worker_thread runner(loop.get_executor());
    auto const here = std::this_thread::get_id();
    std::vector<int> order;
    bool elsewhere = true;
    int reported_here = 0;
    for (int i = 0; i < 20; ++i)
        runner.run(
            [&, i] {
                order.push_back(i);
                elsewhere = elsewhere && std::this_thread::get_id() != here;
            },
            [&](std::exception_ptr error) {
                reported_here += !error && std::this_thread::get_id() == here ? 1 : 0;
            });
    loop.run(); // does not return while work is under way
    BOOST_TEST(elsewhere);
    BOOST_TEST(reported_here == 20);
    BOOST_TEST(order.size() == 20U);
    BOOST_TEST(std::is_sorted(order.begin(), order.end()));
}

BOOST_AUTO_TEST_CASE(an_error_comes_back_to_who_asked) {
    asio::io_context loop(1);
    worker_thread runner(loop.get_executor());
    std::string caught;
    std::function<void()> work = [] { throw std::runtime_error("no space"); };
    asio::co_spawn(loop, run_blocking(runner, std::move(work)), [&](std::exception_ptr error) {
        try {
            if (error) std::rethrow_exception(error);
        } catch (std::runtime_error const& e) {
            caught = e.what();
        }
    });
    loop.run();
    BOOST_TEST(caught == "no space");
}

BOOST_AUTO_TEST_CASE(its_end_waits_for_the_work_under_way) {
    bool done = false;
    asio::io_context loop(1);
    {
        worker_thread runner(loop.get_executor());
        runner.run(
            [&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                done = true;
            },
            [](std::exception_ptr) {});
    }
    BOOST_TEST(done);
}

BOOST_AUTO_TEST_CASE(a_sleep_ends_early_when_a_stop_is_requested) {
    asio::io_context loop(1);
    system_time time;
    stop until;
    auto const began = time.now();
    bool ended = false;
    asio::co_spawn(loop, time.sleep_until(began + std::chrono::hours(1), until),
                   [&](std::exception_ptr) { ended = true; });
    loop.poll();
    BOOST_TEST(!ended);
    until.request();
    loop.run();
    BOOST_TEST(ended);
    BOOST_TEST((time.now() - began < std::chrono::minutes(1)));
}

BOOST_AUTO_TEST_SUITE_END()
