#include "hand.hpp"

#include "core/errors.hpp"

namespace muster::simulated {

using journal::act;

void hand::begin_run(bool paused, bool ignores_windows) {
    if (known_paused_ && *known_paused_ != paused)
        unheeded.push_back(std::string("the job was ") + (*known_paused_ ? "paused" : "let go on")
                           + ", and the next run did not know");
    known_paused_ = paused;
    paused_ = paused;
    ignores_windows_ = ignores_windows;
    asked_rate_.reset();
    sent_at_.reset();
}

boost::asio::awaitable<void> hand::steer(engine::run& work, journal::job_steered how, fate const& end) {
    auto const before = paused_;
    auto const rate_before = asked_rate_;
    bool const is_pause = how.what == act::pause || how.what == act::go_on;
    auto const paused = how.what == act::pause;
    apply(how); // it takes effect at once
    if (is_pause) known_paused_.reset();
    bool done = false;
    try {
        done = co_await work.steer(std::move(how));
    } catch (core::job_error const&) { // the disk is full, or the process dead: nobody knows
        co_return;
    }
    static_cast<void>(work.snapshot()); // as whoever steers is told
    if (end.dead()) co_return;
    if (!done) {
        paused_ = before;
        asked_rate_ = rate_before;
    }
    if (is_pause) known_paused_ = done ? paused : before;
}

void hand::apply(journal::job_steered const& how) {
    if (how.what == act::pause) paused_ = true;
    if (how.what == act::go_on) paused_ = false;
    if (how.what == act::rate) asked_rate_ = how.rate;
}

double hand::rate_in_force() const {
    if (asked_rate_) return *asked_rate_;
    auto const* const open = ignores_windows_ ? nullptr : job_.windows.at(time_.wall_now());
    return open != nullptr && open->rate ? *open->rate : job_.pace.requests_per_second;
}

void hand::see_request(std::string const& what) {
    auto const now = time_.now();
    auto const seconds = [](core::duration d) { return std::chrono::duration<double>(d).count(); };
    if (paused_) unheeded.push_back(what + " was sent although the job was paused");
    if (sent_at_ && rate_then_ > 0 && seconds(now - *sent_at_) * rate_then_ < 1)
        unheeded.push_back(what + " was sent " + std::to_string(seconds(now - *sent_at_))
                           + " s after the one before, at " + std::to_string(rate_then_) + " a second");
    sent_at_ = now;
    rate_then_ = rate_in_force();
}

} // namespace muster::simulated
