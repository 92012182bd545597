#include "async/run_all.hpp"

#include "async/event.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <stdexcept>

BOOST_AUTO_TEST_SUITE(run_all_tasks)

using namespace muster::async;
namespace asio = boost::asio;

namespace {

asio::awaitable<void> wait_then_count(event& e, bool const& go, int& ended) {
    while (!go) co_await e.wait();
    ++ended;
}

asio::awaitable<void> fail(std::string what) {
    throw std::runtime_error(what);
    co_return;
}

struct bench {
    asio::io_context loop{1};
    event e{loop.get_executor()};
    bool go = false;
    int ended = 0;
    int errors = 0;
    bool over = false;
    std::string thrown;

    void run(std::vector<asio::awaitable<void>> tasks) {
        std::function<void()> on_error = [this] {
            ++errors;
            go = true;
            e.notify_all();
        };
        asio::co_spawn(loop, run_all(std::move(tasks), std::move(on_error)),
                       [this](std::exception_ptr error) {
                           over = true;
                           try {
                               if (error) std::rethrow_exception(error);
                           } catch (std::exception const& x) {
                               thrown = x.what();
                           }
                       });
        settle();
    }
    void settle() {
        loop.restart();
        loop.poll();
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(it_ends_with_the_last_task) {
    bench b;
    std::vector<asio::awaitable<void>> tasks;
    tasks.push_back(wait_then_count(b.e, b.go, b.ended));
    tasks.push_back(wait_then_count(b.e, b.go, b.ended));
    b.run(std::move(tasks));
    BOOST_TEST(!b.over);
    b.go = true;
    b.e.notify_one();
    b.settle();
    BOOST_TEST(b.ended == 1);
    BOOST_TEST(!b.over);
    b.e.notify_one();
    b.settle();
    BOOST_TEST(b.over);
    BOOST_TEST(b.errors == 0);
}

BOOST_AUTO_TEST_CASE(no_tasks_end_at_once) {
    bench b;
    b.run({});
    BOOST_TEST(b.over);
}

BOOST_AUTO_TEST_CASE(the_first_error_is_told_at_once_and_thrown_when_all_have_ended) {
    bench b;
    std::vector<asio::awaitable<void>> tasks;
    tasks.push_back(wait_then_count(b.e, b.go, b.ended));
    tasks.push_back(fail("first"));
    tasks.push_back(fail("second"));
    b.run(std::move(tasks));
    BOOST_TEST(b.over);
    BOOST_TEST(b.errors == 1);
    BOOST_TEST(b.ended == 1);
    BOOST_TEST(b.thrown == "first");
}

BOOST_AUTO_TEST_SUITE_END()
