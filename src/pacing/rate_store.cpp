#include "pacing/rate_store.hpp"

#include <cstddef>
#include <span>
#include <utility>

namespace muster::pacing {
namespace {

static_assert(offsetof(rate_state, margin) + sizeof(rate_state::margin) == sizeof(rate_state));

shared_format rate_format() {
    return {{'m', 'u', 's', 't', 'e', 'r', 'r', 't'},
            1,
            "the rate limit shared by all muster processes",
            sizeof(rate_state::margin)};
}

} // namespace

std::optional<core::instant> rate_store::take(rate_limit const& limit, clock const& now) {
    std::optional<core::instant> next;
    core::instant taken_at;
    auto const take_one = [&](rate_state& s) {
        taken_at = now();
        next = pacing::take(s, limit, taken_at);
    };
    update(std::cref(take_one));  // as it is, a function would allocate for it
    auto const leaves_at = now(); // writing it down waits for the disk at times
    if (!next && leaves_at - taken_at > unremarkable_delay)
        update([&](rate_state& s) { sent_late(s, limit, leaves_at); });
    return next;
}

void local_rate_store::update(std::function<void(rate_state&)> const& change) {
    auto changed = state_;
    change(changed);
    state_ = changed;
}

shared_rate_store::shared_rate_store(std::filesystem::path file) : file_(std::move(file), rate_format()) {}

void shared_rate_store::update(std::function<void(rate_state&)> const& change) {
    auto state = rate_state{};
    file_.update(std::as_writable_bytes(std::span{&state, 1}), [&] { change(state); });
}

} // namespace muster::pacing
