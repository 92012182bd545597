#pragma once
#include "core/time.hpp"

#include <cstddef>
#include <deque>

namespace muster::sandbox {

/// A platform's limit at its strictest: a sliding window, so that no second (or whatever it spans), wherever
/// it begins, holds more than `rate` accepted requests. Rejected requests do not count. Pure: time is passed
/// in, and never goes back.
class limiter {
public:
    /// `rate`: accepted requests in any one `window`; 0 = no limit.
    explicit limiter(std::size_t rate, core::duration window = std::chrono::seconds(1))
        : rate_(rate),
          window_(window) {}
    /// 0 = no limit.
    [[nodiscard]] std::size_t rate() const { return rate_; }
    /// Whether a request that arrives now may be accepted. A window is half open: what came exactly its
    /// length ago is out.
    bool has_room(core::instant now);
    /// How many may still be accepted now. Of no meaning without a limit.
    std::size_t room(core::instant now);
    /// Counts a request that was accepted now.
    void take(core::instant now);
    /// The most requests that any window has held so far.
    [[nodiscard]] std::size_t max_in_window() const { return max_; }

private:
    void forget_before(core::instant now);

    std::size_t rate_;
    core::duration window_;
    std::size_t max_ = 0;
    std::deque<core::instant> accepted_; // of the last window, oldest first
};

} // namespace muster::sandbox
