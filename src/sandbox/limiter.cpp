#include "sandbox/limiter.hpp"

#include <algorithm>

namespace muster::sandbox {

void limiter::forget_before(core::instant now) {
    while (!accepted_.empty() && now - accepted_.front() >= window_) accepted_.pop_front();
}

bool limiter::has_room(core::instant now) {
    forget_before(now);
    return rate_ == 0 || accepted_.size() < rate_;
}

std::size_t limiter::room(core::instant now) {
    forget_before(now);
    return rate_ > accepted_.size() ? rate_ - accepted_.size() : 0;
}

void limiter::take(core::instant now) {
    forget_before(now);
    accepted_.push_back(now);
    max_ = std::max(max_, accepted_.size());
}

} // namespace muster::sandbox
