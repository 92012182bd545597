#pragma once
#include "core/time.hpp"

#include <cstddef>

namespace muster::pacing {

/// How many requests may be in flight. Response times that climb with the load mean that requests queue up
/// inside the platform: sending fewer at once costs nothing then, and spares it. Starts at the most, as the
/// rate limit comes first.
class concurrency {
public:
    /// `most`, at least 1, is what the user allows.
    explicit concurrency(std::size_t most) : most_(most), limit_(most) {}

    /// How many may be in flight now: 1 ... most.
    [[nodiscard]] std::size_t limit() const { return limit_; }

    /// Notes that a reply came at `now`, `response_time` after its request was sent. `in_flight` counts the
    /// requests under way when it was sent, itself included: if they were fewer than the limit, the limit was
    /// not what held us back, and does not change.
    void sample(core::instant now, core::duration response_time, std::size_t in_flight);

private:
    void learn(core::instant now, core::duration response_time);
    [[nodiscard]] bool queueing() const;
    void shrink(core::instant now);
    void grow();

    std::size_t most_;
    std::size_t limit_;
    core::duration smoothed_{};    // zero: no sample yet
    core::duration best_{};        // in the present half minute
    core::duration best_before_{}; // in the half minute before
    core::instant half_minute_began_{};
    core::instant shrunk_at_{};
    std::size_t calm_samples_ = 0; // since the limit last changed
};

} // namespace muster::pacing
