#include "async/worker_thread.hpp"

#include "async/event.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

namespace muster::async {

namespace asio = boost::asio;

struct worker_thread::implementation {
    explicit implementation(asio::any_io_executor const& l) : loop(l) {}
    asio::any_io_executor loop;
    asio::thread_pool thread{1};
};

worker_thread::worker_thread(asio::any_io_executor const& loop)
    : self_(std::make_unique<implementation>(loop)) {}

worker_thread::~worker_thread() {
    self_->thread.join();
}

void worker_thread::run(std::function<void()> work, std::function<void(std::exception_ptr)> done) {
    // The guard keeps the loop running while only this thread is busy.
    auto guard = asio::make_work_guard(self_->loop);
    asio::post(self_->thread, [loop = self_->loop, guard = std::move(guard), work = std::move(work),
                               done = std::move(done)]() mutable {
        std::exception_ptr error;
        try {
            work();
        } catch (...) {
            error = std::current_exception();
        }
        asio::post(loop, [done = std::move(done), error] { done(error); });
    });
}

asio::awaitable<void> run_blocking(blocking_runner& runner, std::function<void()> work) {
    auto const executor = co_await asio::this_coro::executor;
    bool ended = false;
    std::exception_ptr error;
    event changed(executor);
    auto on_end = [&](std::exception_ptr e) {
        ended = true;
        error = e;
        changed.notify_all();
    };
    runner.run(std::move(work), on_end);
    while (!ended) co_await changed.wait();
    if (error) std::rethrow_exception(error);
}

} // namespace muster::async
