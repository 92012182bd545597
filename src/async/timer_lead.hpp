#pragma once
#include "core/time.hpp"

#include <algorithm>

namespace muster::async {

/// How much before a moment a timer is best set, as timers come late: by some tenths of a millisecond where a
/// machine saves power. It is learnt from those that came: half of them are to be early, by little. Whoever
/// watches the clock for the rest of the time does so for microseconds, which a hundred processes on one host
/// can afford.
class timer_lead {
public:
    /// Never more than `most`: on a machine that is busy, timers may come late by anything.
    [[nodiscard]] core::duration get() const { return lead_; }

    /// A timer came `late` after the moment that it was set for.
    void learn(core::duration late) {
        lead_ = late > lead_ ? std::min(lead_ + step, most) : std::max(lead_ - step, core::duration());
    }

    static constexpr core::duration most = std::chrono::microseconds{250};
    static constexpr core::duration step = std::chrono::microseconds{2};

private:
    core::duration lead_ = std::chrono::microseconds{100};
};

} // namespace muster::async
