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
