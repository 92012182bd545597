#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace muster::async {

/// A condition variable for coroutines of one thread. Waking up proves nothing: the waiter looks at its
/// condition again, in a loop.
class event {
public:
    explicit event(boost::asio::any_io_executor const& executor)
        : timer_(executor, boost::asio::steady_timer::time_point::max()) {}

    void notify_one() { timer_.cancel_one(); }
    void notify_all() { timer_.cancel(); }

    /// Suspends until notified. The event must outlive the wait.
    boost::asio::awaitable<void> wait() {
        // A timer that never fires; the cancellation is the notification, so its error code says nothing.
        co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }

private:
    boost::asio::steady_timer timer_;
};

} // namespace muster::async
