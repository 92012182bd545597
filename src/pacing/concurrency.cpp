#include "pacing/concurrency.hpp"

#include <algorithm>

namespace muster::pacing {
namespace {

using core::duration;
using core::instant;

/// The weight of one more sample in the smoothed response time, as TCP has it: one outlier moves it little, a
/// window of eight moves it most of the way.
constexpr int smoothing = 8;

/// Requests queue up when the smoothed response time is over this many times the best ...
constexpr int climbed = 2;
/// ... and over this: below, it is noise of the network and of our own thread.
constexpr duration unremarkable = std::chrono::milliseconds{50};

/// The best response time is one of the last minute at most, so that a platform that has become slower for
/// good is not held against what it once was. Kept as two halves.
constexpr duration half_minute = std::chrono::seconds{30};

/// 4/5 are left by a cut: it takes three to halve the load.
constexpr std::size_t kept = 4;
constexpr std::size_t kept_of = 5;

} // namespace

void concurrency::sample(instant now, duration response_time, std::size_t in_flight) {
    learn(now, response_time);
    if (in_flight < limit_) return;
    if (queueing())
        shrink(now);
    else
        grow();
}

void concurrency::learn(instant now, duration response_time) {
    auto const first = smoothed_ == duration::zero();
    smoothed_ = first ? response_time : smoothed_ + (response_time - smoothed_) / smoothing;
    if (first || now - half_minute_began_ >= half_minute) {
        auto const adjacent = !first && now - half_minute_began_ < 2 * half_minute;
        best_before_ = adjacent ? best_ : response_time;
        best_ = response_time;
        half_minute_began_ = now;
    }
    best_ = std::min(best_, response_time);
}

bool concurrency::queueing() const {
    return smoothed_ > unremarkable && smoothed_ > climbed * std::min(best_, best_before_);
}

/// At most once per response time: what was sent before the last cut cannot show its effect.
void concurrency::shrink(instant now) {
    calm_samples_ = 0;
    if (now - shrunk_at_ < smoothed_) return;
    shrunk_at_ = now;
    limit_ = std::max<std::size_t>(limit_ * kept / kept_of, 1);
}

/// One more for each full window of replies, which is one per response time.
void concurrency::grow() {
    if (++calm_samples_ < limit_ || limit_ == most_) return;
    calm_samples_ = 0;
    ++limit_;
}

} // namespace muster::pacing
