#include "engine/gate.hpp"

#include "engine/short_window.hpp"
#include "engine/taken_over.hpp"

#include <algorithm>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Zones change: what was worked out about the windows is not relied on for longer.
constexpr seconds worked_out_for{60};
// Machines sleep, and clocks are set: how often the clock on the wall is looked at, beside each request.
constexpr seconds looked_every{1};
constexpr seconds looked_every_outside{5};
// A request is begun only if the window outlasts it by so much, if it is as slow as the slowest of late.
constexpr milliseconds to_spare{30};
// How slow it may be while none has been timed.
constexpr seconds untimed{1};
// What is still under way so shortly before the end is broken off, so that nothing reaches the platform
// behind it.
constexpr milliseconds last_moment{10};
// A request is begun only if the lock outlasts it, or so long at least: whoever takes the job over then reads
// back what was sent, and must not be too early.
constexpr seconds behind_lock{10};
constexpr milliseconds lock_looked_at_every{200};

} // namespace

gate::gate(surroundings const& with, spec::spec const& spec, bool ignore_windows)
    : with_(with),
      spec_(spec),
      ignoring_(ignore_windows || !spec.windows.any()),
      changed_(with.executor) {
    judge();
    was_open_ = !window_closed();
    opened_at_ = with_.time.now();
}

bool gate::lock_outlasts(core::duration span) const {
    auto const until = with_.lock == nullptr ? std::nullopt : with_.lock->certain_until();
    return !until || with_.time.now() + span < *until;
}

core::duration gate::longest_behind_lock() const {
    return std::min<core::duration>(spec_.at.request_timeout, behind_lock);
}

core::duration gate::margin() const {
    auto const slowest = requests_.of_late(with_.time.now()).value_or(untimed);
    return std::min<core::duration>(slowest + slowest / 2, spec_.at.request_timeout) + to_spare;
}

std::optional<core::wall_time> gate::opens_next() const {
    return closes_ ? spec_.windows.opens_from(*closes_) : opens_;
}

std::string gate::if_next_is_too_short() const {
    auto const opens = opens_next();
    if (!opens) return {};
    return if_too_short(spec_.windows, *opens, margin(), requests_.of_late(with_.time.now()));
}

void gate::look_up(core::wall_time now) {
    auto const* const open = spec_.windows.at(now);
    inside_ = open != nullptr;
    window_rate_ = inside_ ? open->rate : std::nullopt;
    closes_ = inside_ ? spec_.windows.closes_after(now) : std::nullopt;
    opens_ = inside_ ? std::nullopt : spec_.windows.opens_from(now);
    holds_from_ = now;
    looked_up_at_ = with_.time.now();
}

void gate::judge() {
    if (ignoring_) return;
    auto const now = with_.time.wall_now();
    auto const edge = inside_ ? closes_ : opens_;
    bool const holds = holds_from_ && now >= *holds_from_ && (!edge || now < *edge)
                       && with_.time.now() - looked_up_at_ < worked_out_for;
    if (!holds) look_up(now);
}

bool gate::window_closed() {
    if (ignoring_) return false;
    judge();
    return !inside_ || (closes_ && with_.time.wall_now() + margin() >= *closes_);
}

bool gate::open() {
    bool const now = !paused_ && !lock_too_short() && !window_closed();
    if (now && !was_open_) {
        ++openings_;
        opened_at_ = with_.time.now();
        changed_.notify_all();
    } else if (!now && was_open_) {
        open_before_ = open_for();
    }
    was_open_ = now;
    return now;
}

core::duration gate::open_for() const {
    return open_before_ + (was_open_ ? with_.time.now() - opened_at_ : core::duration());
}

pacing::rate_limit gate::limit() {
    judge();
    if (asked_rate_) return {*asked_rate_};
    return {window_rate_.value_or(spec_.pace.requests_per_second)};
}

void gate::pause() {
    paused_ = true;
    static_cast<void>(open());
}

void gate::go_on() {
    paused_ = false;
    static_cast<void>(open());
    changed_.notify_all();
}

void gate::took(core::duration d) {
    if (!ignoring_) requests_.sample(with_.time.now(), d);
}

asio::awaitable<void> gate::watch(async::stop& until, std::function<void()> on_closed,
                                  std::function<void()> on_over) {
    if (ignoring_) co_return;
    bool told = false;
    bool broken_off = false;
    bool told_over = false;
    while (!until.requested()) {
        bool const closed = window_closed();
        auto const wall = with_.time.wall_now();
        if (closed && !told) on_closed();
        told = closed;
        bool const over = !inside_ && broken_off; // what was broken off has ended, too
        if (over && !told_over && on_over) on_over();
        told_over = over;
        bool const at_the_end = !inside_ || (closes_ && wall + last_moment >= *closes_);
        if (at_the_end && !broken_off) with_.transport.interrupt();
        broken_off = at_the_end;
        static_cast<void>(open());

        core::duration next = inside_ ? looked_every : looked_every_outside;
        auto const edge = inside_ ? closes_ : opens_;
        if (edge) {
            auto const ahead = !inside_ ? core::duration() : closed ? core::duration(last_moment) : margin();
            next = std::clamp<core::duration>(*edge - wall - ahead, milliseconds(1), next);
        }
        co_await with_.time.sleep_until(with_.time.now() + next, until);
    }
}

asio::awaitable<void> gate::watch_lock(async::stop& until, std::string const& job,
                                       std::function<void(bool)> on_change) {
    if (with_.lock == nullptr || !with_.lock->certain_until()) co_return;
    bool told = false;
    bool broken_off = false;
    while (!until.requested()) {
        if (with_.lock->lost()) throw_taken_over(job);
        bool const too_short = lock_too_short();
        if (too_short != told) on_change(!too_short);
        told = too_short;
        bool const over = !lock_outlasts(last_moment);
        if (over && !broken_off) with_.transport.interrupt();
        broken_off = over;
        static_cast<void>(open());
        co_await with_.time.sleep_until(with_.time.now() + lock_looked_at_every, until);
    }
}

} // namespace muster::engine
