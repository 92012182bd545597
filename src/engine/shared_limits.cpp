#include "engine/shared_limits.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"

namespace muster::engine {

namespace {

// A connection that is lost is made again within less, as a rule. A store that is gone altogether is told of
// by then, as the lease on the job ends.
constexpr std::chrono::seconds told_after{15};

} // namespace

std::string shared_limits::trouble() const {
    auto why = with_.rates.trouble();
    for (auto const* const q : with_.quotas)
        if (why.empty()) why = q->trouble();
    return why.empty() ? why : core::printable(core::redact(why));
}

void shared_limits::look() {
    auto const why = trouble();
    auto const now = with_.time.now();
    if (why.empty()) {
        if (told_)
            with_.watcher.notice(observer::level::info,
                                 "the limits that hosts share can be had again; going on");
        since_.reset();
        told_ = false;
        return;
    }
    since_ = since_.value_or(now);
    if (told_ || now - *since_ < told_after) return;
    told_ = true;
    with_.watcher.notice(observer::level::warning,
                         "the limits that hosts share cannot be had from the store (" + why
                             + "): nothing is sent until they can");
}

} // namespace muster::engine
