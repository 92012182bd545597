#include "async/run_all.hpp"

#include "async/event.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>

namespace muster::async {

boost::asio::awaitable<void> run_all(std::vector<boost::asio::awaitable<void>> tasks,
                                     std::function<void()> on_first_error) {
    auto const executor = co_await boost::asio::this_coro::executor;
    std::size_t running = tasks.size();
    std::exception_ptr first;
    event ended(executor);
    auto on_end = [&](std::exception_ptr error) {
        --running;
        if (error && !first) {
            first = error;
            on_first_error();
        }
        ended.notify_all();
    };
    for (auto& task : tasks) boost::asio::co_spawn(executor, std::move(task), on_end);
    while (running > 0) co_await ended.wait();
    if (first) std::rethrow_exception(first);
}

} // namespace muster::async
