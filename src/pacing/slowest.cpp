#include "pacing/slowest.hpp"

#include <algorithm>

namespace muster::pacing {

namespace {
constexpr std::chrono::minutes minute{1};
}

void slowest::sample(core::instant now, core::duration took) {
    if (now - minute_began_ >= minute) {
        minute_before_ = now - minute_began_ < 2 * minute ? this_minute_ : std::nullopt;
        this_minute_.reset();
        minute_began_ = now;
    }
    this_minute_ = std::max(this_minute_.value_or(took), took);
}

std::optional<core::duration> slowest::of_late(core::instant now) const {
    auto const age = now - minute_began_;
    if (age >= 2 * minute) return std::nullopt;
    if (age >= minute) return this_minute_;
    return std::max(this_minute_, minute_before_); // an absent one is less than any
}

} // namespace muster::pacing
