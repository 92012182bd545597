#pragma once
#include "core/time.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace muster::http {

class deadline;

/// The deadlines of many exchanges, by one timer: nearly all of them are met, and then cost no more than a
/// look at the clock. Of one thread. Must outlive its deadlines.
class deadlines {
public:
    explicit deadlines(boost::asio::any_io_executor const& executor) : timer_(executor) {}
    ~deadlines() = default;
    deadlines(deadlines const&) = delete;
    deadlines& operator=(deadlines const&) = delete;

private:
    friend class deadline;
    using instant = std::chrono::steady_clock::time_point;
    void set(deadline& one, instant when);
    void clear(deadline& one);
    void wait_until(instant when);
    void pass();

    boost::asio::steady_timer timer_;
    instant due_ = instant::max(); // when the timer goes off
    std::vector<deadline*> running_;
    std::shared_ptr<void> alive_ = std::make_shared<int>();
};

/// A time by which something has to be done.
class deadline {
public:
    /// `missed` is called once it has passed, and must not destroy it. `all` must outlive it.
    deadline(deadlines& all, std::function<void()> missed) : all_(all), missed_(std::move(missed)) {}
    ~deadline() { clear(); }
    deadline(deadline const&) = delete;
    deadline& operator=(deadline const&) = delete;

    void set(core::duration from_now) { all_.set(*this, std::chrono::steady_clock::now() + from_now); }
    /// It is met.
    void clear() {
        if (running_) all_.clear(*this);
    }

private:
    friend class deadlines;
    deadlines& all_;
    std::function<void()> missed_;
    deadlines::instant at_{};
    std::size_t place_ = 0; // among those that run
    bool running_ = false;
};

} // namespace muster::http
