#pragma once
#include "async/worker_thread.hpp"
#include "virtual_time.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <deque>
#include <functional>
#include <utility>

namespace muster::simulated {

/// Runs blocking work in order, each after as long as the disk takes.
class model_runner final : public async::blocking_runner {
public:
    model_runner(boost::asio::any_io_executor const& loop, virtual_time& time,
                 std::function<core::duration()> latency)
        : loop_(loop),
          time_(time),
          latency_(std::move(latency)) {}
    void run(std::function<void()> work, std::function<void(std::exception_ptr)> done) override {
        waiting_.emplace_back(std::move(work), std::move(done));
        if (busy_) return;
        busy_ = true;
        boost::asio::co_spawn(loop_, serve(), boost::asio::detached);
    }
    [[nodiscard]] bool busy() const { return busy_; }

private:
    boost::asio::awaitable<void> serve() {
        while (!waiting_.empty()) {
            auto const next = std::move(waiting_.front());
            waiting_.pop_front();
            auto const ready = time_.now() + latency_();
            co_await time_.sleep_until(ready, never_);
            std::exception_ptr error;
            try {
                next.first();
            } catch (...) {
                error = std::current_exception();
            }
            next.second(error);
        }
        busy_ = false;
    }

    boost::asio::any_io_executor loop_;
    virtual_time& time_;
    std::function<core::duration()> latency_;
    async::stop never_;
    bool busy_ = false;
    std::deque<std::pair<std::function<void()>, std::function<void(std::exception_ptr)>>> waiting_;
};

} // namespace muster::simulated
