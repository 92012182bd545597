#pragma once
#include "pacing/quota.hpp"

namespace muster::pacing {

/// A quota, and what is used of it at a moment, for a forecast.
struct quota_use {
    quota limit; ///< as people know it
    quota_state used{};
    quota_time at{};                               ///< that moment, by the clocks that `used` goes by
    std::optional<core::duration> longer_window{}; ///< by which it is counted, where hosts share it

    /// As it is counted.
    [[nodiscard]] quota counted() const { return {limit.requests, longer_window.value_or(limit.window)}; }
    /// How many requests may go now.
    [[nodiscard]] std::uint64_t left() const {
        auto copy = used;
        return room(copy, counted(), at);
    }
};

} // namespace muster::pacing
