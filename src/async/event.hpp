#pragma once
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <deque>
#include <utility>

namespace muster::async {

/// A condition variable for coroutines of one thread. Waking up proves nothing: the waiter looks at its
/// condition again, in a loop. A wait keeps no loop running: that is for the coroutine's own work to do, as
/// co_spawn sees to.
class event {
public:
    explicit event(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}
    event(event const&) = delete;
    event& operator=(event const&) = delete;

    /// Wakes up whoever has waited the longest; not at once, but when the loop comes to it.
    void notify_one() {
        if (!waiters_.empty()) wake_first();
    }
    /// Wakes up all that wait now, in their order.
    void notify_all() {
        while (!waiters_.empty()) wake_first();
    }

    /// Suspends until notified. The event must outlive the wait.
    boost::asio::awaitable<void> wait() {
        // No coroutine of our own: one frame less for each wait.
        return boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void()>(
            [this](auto handler) { waiters_.emplace_back(std::move(handler)); }, boost::asio::use_awaitable);
    }

private:
    using waiter = boost::asio::any_completion_handler<void()>;

    void wake_first() {
        waiter first;
        first.swap(waiters_.front()); // Boost 1.81: to assign one calls itself without an end
        waiters_.pop_front();
        // Within a function of our own: whoever waits is of this loop, and Asio need not ask where to go on.
        boost::asio::post(executor_, [who = std::move(first)]() mutable { std::move(who)(); });
    }

    boost::asio::any_io_executor executor_;
    std::deque<waiter> waiters_;
};

} // namespace muster::async
