#include "async/timekeeper.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <ctime>

namespace muster::async {

namespace {
// How late a timer may come on a machine that saves power. At 25 requests a second, 0.4 ms for each of them
// is one percent of the rate, so we wake up that much early and watch the clock; others run meanwhile.
constexpr std::chrono::microseconds timer_lateness{400};
} // namespace

core::instant system_time::now() const {
    return std::chrono::steady_clock::now();
}

core::wall_time system_time::wall_now() const {
    return std::chrono::system_clock::now();
}

core::duration system_time::uptime() const {
    timespec since{};
    if (::clock_gettime(CLOCK_BOOTTIME, &since) != 0) return now().time_since_epoch();
    return std::chrono::seconds{since.tv_sec} + std::chrono::nanoseconds{since.tv_nsec};
}

boost::asio::awaitable<void> system_time::sleep_until(core::instant t, stop& until) {
    if (until.requested()) co_return;
    auto const executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer(executor, t - timer_lateness);
    std::function<void()> wake = [&timer] { timer.cancel(); };
    stop::registration const registered(until, std::move(wake));
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    while (!until.requested() && now() < t) co_await boost::asio::post(executor, boost::asio::use_awaitable);
}

} // namespace muster::async
