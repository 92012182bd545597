#pragma once
#include "pacing/rate.hpp"

#include <chrono>
#include <optional>

namespace muster::pacing::model {

constexpr auto start = core::instant{} + std::chrono::seconds{1000};
constexpr auto at_25 = rate_limit{25};

/// A state that took a slot at `start`, and was throttled for it 10 ms later.
inline rate_state throttled_once(std::optional<core::duration> wait = {}, double uniform01 = 0) {
    auto state = rate_state{};
    take(state, at_25, start);
    throttled(state, at_25, start + std::chrono::milliseconds{10}, start, wait, uniform01);
    return state;
}

} // namespace muster::pacing::model
