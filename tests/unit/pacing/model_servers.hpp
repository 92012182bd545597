#pragma once
#include "core/time.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>

namespace muster::pacing::model {

/// A server's way of limiting, reduced to its decision. Arrivals come in the order of their time.
class server {
public:
    virtual ~server() = default;
    /// True: the request that arrives at `at` is served; false: 429.
    virtual bool admits(core::instant at) = 0;
    /// From now on this many per second are admitted.
    virtual void set_limit(int per_second) = 0;
};

/// At most `limit` served in any second that ends with an arrival; refused ones do not count.
class sliding_window : public server {
public:
    explicit sliding_window(int limit) : limit_(static_cast<std::size_t>(limit)) {}
    bool admits(core::instant at) override {
        while (!served_.empty() && at - served_.front() >= std::chrono::seconds{1}) served_.pop_front();
        if (served_.size() >= limit_) return false;
        served_.push_back(at);
        return true;
    }
    void set_limit(int per_second) override { limit_ = static_cast<std::size_t>(per_second); }

private:
    std::size_t limit_;
    std::deque<core::instant> served_;
};

/// At most `limit` served in each second of the clock.
class calendar_window : public server {
public:
    explicit calendar_window(int limit) : limit_(limit) {}
    bool admits(core::instant at) override {
        auto const second = std::chrono::floor<std::chrono::seconds>(at);
        if (second != second_) served_ = 0;
        second_ = second;
        if (served_ >= limit_) return false;
        ++served_;
        return true;
    }
    void set_limit(int per_second) override { limit_ = per_second; }

private:
    int limit_;
    int served_ = 0;
    std::chrono::time_point<std::chrono::steady_clock, std::chrono::seconds> second_{};
};

/// nginx `limit_req zone=… rate=…r/s burst=… nodelay`: a bucket that leaks by a clock of whole milliseconds,
/// in thousandths of a request; a refused request leaves it as it was. The clock is the kernel's coarse one,
/// which stands still for `tick`: 1 to 10 ms, as the kernel was built.
class leaky_bucket : public server {
public:
    leaky_bucket(int limit, int burst, core::duration tick = std::chrono::milliseconds{1})
        : limit_(limit),
          burst_(burst),
          tick_(tick) {}
    bool admits(core::instant at) override {
        auto const ticked = at - at.time_since_epoch() % tick_;
        auto const ms = std::chrono::floor<std::chrono::milliseconds>(ticked).time_since_epoch().count();
        auto const excess = seen_ ? std::max<std::int64_t>(excess_ - limit_ * (ms - last_) + 1000, 0) : 0;
        if (excess > burst_ * 1000) return false;
        excess_ = excess;
        last_ = ms;
        seen_ = true;
        return true;
    }
    void set_limit(int per_second) override { limit_ = per_second; }

private:
    std::int64_t limit_;
    std::int64_t burst_;
    core::duration tick_;
    std::int64_t excess_ = 0;
    std::int64_t last_ = 0;
    bool seen_ = false;
};

/// The generic cell rate algorithm, exact: evenly spaced, `burst` of them early at most.
class cell_rate : public server {
public:
    cell_rate(int limit, int burst)
        : spacing_(std::chrono::nanoseconds{std::chrono::seconds{1}} / limit),
          burst_(burst) {}
    bool admits(core::instant at) override {
        if (at < due_ - burst_ * spacing_) return false;
        due_ = std::max(due_, at) + spacing_;
        return true;
    }
    void set_limit(int per_second) override {
        spacing_ = std::chrono::nanoseconds{std::chrono::seconds{1}} / per_second;
    }

private:
    core::duration spacing_;
    int burst_;
    core::instant due_{};
};

/// Like a sliding window, but whoever exceeds it is refused everything for `ban`.
class banning_window : public sliding_window {
public:
    banning_window(int limit, core::duration ban) : sliding_window(limit), ban_(ban) {}
    bool admits(core::instant at) override {
        if (at < banned_until_) return false;
        auto const served = sliding_window::admits(at);
        if (!served) banned_until_ = at + ban_;
        return served;
    }

private:
    core::duration ban_;
    core::instant banned_until_{};
};

} // namespace muster::pacing::model
