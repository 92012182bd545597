#include "pacing/health.hpp"

#include "pacing/backoff.hpp"

#include <algorithm>
#include <functional>

namespace muster::pacing {
namespace {

using core::duration;
using core::instant;

/// The results that are judged: enough to tell an outage from bad luck, few enough to notice it within a
/// second.
constexpr std::size_t window = 10;
/// With fewer failures in it the platform is up, whatever the share.
constexpr std::size_t least_failures = 5;

/// One retry for every five successes can go on forever; more than that is a storm in the making.
constexpr double earned_by_success = 0.2;
/// What can be saved up: a burst of faults after a good hour is ridden out without a pause.
constexpr double most_retries = 50;

/// Pauses between probes: short at first, since most outages are, then long enough to be no load.
constexpr duration first_pause = std::chrono::seconds{1};
constexpr duration longest_pause = std::chrono::seconds{30};

/// Between half the pause and all of it: random, so that several hosts do not probe together, but never at
/// once.
duration pause(unsigned probes_failed, double uniform01) {
    auto const least = doubled(first_pause, longest_pause, probes_failed) / 2;
    return least + full_jitter(least, least, 0, uniform01);
}

} // namespace

void health::record_success(instant now) {
    last_success_ = now;
    retries_left_ = std::min(retries_left_ + earned_by_success, most_retries);
    record({false, 0});
}

void health::record_failure(instant now, std::string_view subject, double uniform01) {
    record({true, std::hash<std::string_view>{}(subject)});
    if (mostly_failing()) go_down(now, uniform01);
}

bool health::spend_retry(instant now, double uniform01) {
    if (retries_left_ < 1) {
        go_down(now, uniform01);
        return false;
    }
    retries_left_ -= 1;
    return true;
}

std::optional<instant> health::next_probe() const {
    if (!down()) return std::nullopt;
    return next_probe_;
}

void health::probe_succeeded(instant now) {
    record_success(now);
    recent_.clear(); // what failed before is no news of the platform as it is now
    retries_left_ = std::max(retries_left_, first_retries);
    down_since_.reset();
    probes_failed_ = 0;
}

void health::probe_failed(instant now, double uniform01) {
    ++probes_failed_;
    next_probe_ = now + pause(probes_failed_, uniform01);
}

duration health::down_for(instant now) const {
    return down_since_ ? now - *down_since_ : duration::zero();
}

bool health::alive_since(instant then) const {
    return last_success_ && *last_success_ >= then;
}

void health::record(result r) {
    recent_.push_back(r);
    if (recent_.size() > window) recent_.pop_front();
}

bool health::mostly_failing() const {
    auto const failures = static_cast<std::size_t>(
        std::count_if(recent_.begin(), recent_.end(), [](result const& r) { return r.failed; }));
    if (failures < least_failures || 2 * failures <= recent_.size()) return false;
    auto const of_another = [&](result const& r) { return r.failed && r.subject != recent_.back().subject; };
    return std::any_of(recent_.begin(), recent_.end(), of_another);
}

void health::go_down(instant now, double uniform01) {
    if (down()) return;
    down_since_ = now;
    probes_failed_ = 0;
    next_probe_ = now + pause(0, uniform01);
}

} // namespace muster::pacing
