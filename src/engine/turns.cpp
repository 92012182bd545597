#include "engine/turns.hpp"

namespace muster::engine {

namespace asio = boost::asio;

namespace {

/// A request that leaves by so much later than its slot was taken is no nearer to the next than the limit
/// allows: the pace leaves room for that.
constexpr core::duration unremarkable_delay = std::chrono::microseconds{200};

} // namespace

std::optional<core::instant> turns::try_take() {
    std::optional<core::instant> next;
    auto const limit = gate_.limit();
    core::instant taken_at;
    with_.rates.update([&](pacing::rate_state& s) {
        taken_at = with_.time.now();
        next = pacing::take(s, limit, taken_at);
    });
    auto const now = with_.time.now(); // writing it down waits for the disk at times
    if (!next && now - taken_at > unremarkable_delay)
        with_.rates.update([&](pacing::rate_state& s) { pacing::sent_late(s, limit, now); });
    return next;
}

asio::awaitable<void> turns::take() {
    while (taken_ && !stop_.requested()) co_await freed_.wait();
    taken_ = true;
    auto next = try_take();
    while (next && !stop_.requested() && gate_.open()) {
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
