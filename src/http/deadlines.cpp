#include "http/deadlines.hpp"

#include <algorithm>

namespace muster::http {

void deadlines::set(deadline& one, instant when) {
    one.at_ = when;
    if (!one.running_) {
        one.running_ = true;
        one.place_ = running_.size();
        running_.push_back(&one);
    }
    if (when < due_) wait_until(when);
}

void deadlines::clear(deadline& one) {
    one.running_ = false;
    running_.back()->place_ = one.place_;
    running_[one.place_] = running_.back();
    running_.pop_back();
    if (!running_.empty()) return;
    due_ = instant::max();
    timer_.cancel(); // it would keep the loop running
}

void deadlines::wait_until(instant when) {
    due_ = when;
    timer_.expires_at(when);
    timer_.async_wait(
        [this, when, alive = std::weak_ptr<void>(alive_)](boost::system::error_code const& error) {
            if (!error && !alive.expired() && due_ == when) pass();
        });
}

/// The timer went off: for deadlines that were met since, most likely.
void deadlines::pass() {
    auto const now = std::chrono::steady_clock::now();
    due_ = instant::max();
    std::weak_ptr<void> const alive = alive_;
    for (std::size_t i = 0; i < running_.size();) {
        auto& one = *running_[i];
        if (one.at_ > now) {
            ++i;
            continue;
        }
        clear(one); // another stands in its place now
        one.missed_();
        if (alive.expired()) return;
        i = 0; // it may have cleared others
    }
    auto const next = std::min_element(running_.begin(), running_.end(),
                                       [](auto const* a, auto const* b) { return a->at_ < b->at_; });
    if (next != running_.end() && (*next)->at_ < due_) wait_until((*next)->at_);
}

} // namespace muster::http
