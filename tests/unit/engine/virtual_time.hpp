#pragma once
#include "async/event.hpp"
#include "async/timekeeper.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <functional>
#include <map>
#include <stdexcept>

namespace muster::simulated {

/// A clock that stands still while anything can go on, and then jumps to the next sleeper's instant.
class virtual_time final : public async::timekeeper {
public:
    [[nodiscard]] core::instant now() const override { return now_; }
    [[nodiscard]] core::wall_time wall_now() const override {
        return core::wall_time(std::chrono::hours(490'000)) + (now_ - start()) + wall_ahead_;
    }
    [[nodiscard]] core::duration uptime() const override { return now_.time_since_epoch(); }
    /// Somebody sets the clock on the wall forward by `d`, or back.
    void set_clock(core::duration d) { wall_ahead_ += d; }
    boost::asio::awaitable<void> sleep_until(core::instant t, async::stop& until) override {
        auto const executor = co_await boost::asio::this_coro::executor;
        async::event woken(executor);
        std::function<void()> wake = [&woken] { woken.notify_all(); };
        async::stop::registration const on_stop(until, wake);
        auto const place = sleepers_.emplace(t, &woken);
        while (now_ < t && !until.requested()) co_await woken.wait();
        sleepers_.erase(place);
    }

    /// Runs the loop until `done` holds. Throws if nothing can ever happen any more, if handlers run on and
    /// on without time passing, or if a month has passed.
    void run(boost::asio::io_context& loop, std::function<bool()> const& done) {
        auto const end = now_ + std::chrono::hours(24 * 30);
        std::size_t handlers = 0;
        while (!done()) {
            loop.restart();
            if (loop.poll_one() > 0) {
                if (++handlers > most_handlers) throw std::runtime_error("the job spins: time stands still");
                continue;
            }
            if (sleepers_.empty()) throw std::runtime_error("deadlock: everybody waits, and nobody sleeps");
            now_ = std::max(now_, sleepers_.begin()->first);
            if (now_ > end) throw std::runtime_error("the job does not end");
            handlers = 0;
            for (auto const& [when, sleeper] : sleepers_) {
                if (when > now_) break;
                sleeper->notify_all();
            }
        }
    }
    /// Lets time pass while nothing runs.
    void pass(core::duration d) { now_ += d; }
    static core::instant start() { return core::instant(std::chrono::hours(1000)); }

private:
    static constexpr std::size_t most_handlers = 2'000'000;
    core::instant now_ = start();
    core::duration wall_ahead_{};
    std::multimap<core::instant, async::event*> sleepers_;
};

} // namespace muster::simulated
