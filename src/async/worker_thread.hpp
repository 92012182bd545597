#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <exception>
#include <functional>
#include <memory>

namespace muster::async {

/// Where calls that block (fsync) are run, off the event loop's way.
class blocking_runner {
public:
    virtual ~blocking_runner() = default;
    /// Runs `work` later, one at a time and in order, then `done` with what it threw, if anything, on the
    /// event loop's thread.
    virtual void run(std::function<void()> work, std::function<void(std::exception_ptr)> done) = 0;
};

/// One thread of its own. Its destructor waits for the work under way.
class worker_thread final : public blocking_runner {
public:
    explicit worker_thread(boost::asio::any_io_executor const& loop);
    ~worker_thread() override;
    worker_thread(worker_thread const&) = delete;
    worker_thread& operator=(worker_thread const&) = delete;

    void run(std::function<void()> work, std::function<void(std::exception_ptr)> done) override;

private:
    struct implementation;
    std::unique_ptr<implementation> self_;
};

/// Suspends until `runner` has run `work`; throws what it threw.
boost::asio::awaitable<void> run_blocking(blocking_runner& runner, std::function<void()> work);

} // namespace muster::async
