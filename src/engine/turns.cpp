#include "engine/turns.hpp"

namespace muster::engine {

namespace asio = boost::asio;

std::optional<core::instant> turns::try_take() {
    return with_.rates.take(gate_.limit(), [this] { return with_.time.now(); });
}

asio::awaitable<void> turns::take() {
    while (taken_ && !stop_.requested()) co_await freed_.wait();
    taken_ = true;
    auto next = try_take();
    while (next && !stop_.requested() && gate_.open()) {
        limits_.look();
        co_await with_.time.sleep_until(*next, stop_);
        next = try_take();
    }
    taken_ = false;
    freed_.notify_one();
}

double turns::allowed_rate() {
    double rate = 0;
    auto const limit = gate_.limit();
    with_.rates.update(
        [&](pacing::rate_state& s) { rate = pacing::current_rate(s, limit, with_.time.now()); });
    return rate;
}

core::instant turns::held_until() {
    core::instant until;
    with_.rates.update([&](pacing::rate_state& s) { until = pacing::held_until(s); });
    return until;
}

} // namespace muster::engine
