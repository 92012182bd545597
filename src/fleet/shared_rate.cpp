#include "fleet/shared_rate.hpp"

#include "async/timekeeper.hpp"

#include <algorithm>
#include <utility>

namespace muster::fleet {
namespace {

using core::duration;
using core::instant;
using std::chrono::microseconds;

/// A hold that is shorter is over before anybody could know.
constexpr duration worth_telling = std::chrono::milliseconds{50};

/// A shorter sleep is none: two clocks are not read in one moment.
constexpr duration shortest_sleep = std::chrono::milliseconds{20};

/// The database's clock in that very moment: a row that others hold is waited for first.
std::string const now_there = "(EXTRACT(epoch FROM clock_timestamp()) * 1000000)::bigint";

std::string block_statement() {
    return "INSERT INTO muster.rates AS r (name, next_at) VALUES ($1, " + now_there
           + " + $2::bigint) ON CONFLICT (name) DO UPDATE SET next_at = GREATEST(r.next_at, " + now_there
           + ") + $2::bigint RETURNING next_at - $2::bigint, next_at, " + now_there;
}

std::string hold_statement() {
    return "INSERT INTO muster.rates AS r (name, next_at) VALUES ($1, " + now_there
           + " + $2::bigint) ON CONFLICT (name) DO UPDATE SET next_at = GREATEST(r.next_at, " + now_there
           + " + $2::bigint)";
}

/// How long the machine has slept since it was started: for so long our clock stood still.
duration slept() {
    async::system_time const time;
    return time.uptime() - time.now().time_since_epoch();
}

std::int64_t column(database::postgres_result const& r, int which) {
    return static_cast<std::int64_t>(r.number(0, which));
}

} // namespace

shared_rate::shared_rate(database::postgres_address address, std::string name,
                         std::unique_ptr<pacing::rate_store> of_host)
    : name_(std::move(name)),
      of_host_(std::move(of_host)),
      slept_(slept()),
      thread_(std::move(address), [this](auto& on) { work(on); }) {}

void shared_rate::update(std::function<void(pacing::rate_state&)> const& change) {
    instant before, after;
    of_host_->update([&](pacing::rate_state& s) {
        before = pacing::held_until(s);
        change(s);
        after = pacing::held_until(s);
    });
    if (after <= before) return;
    auto const now = instant::clock::now();
    if (after < now + worth_telling) return;
    {
        std::scoped_lock const lock(mutex_);
        hold_ = std::max(after, hold_.value_or(after));
    }
    thread_.wake_at(now);
}

std::optional<instant> shared_rate::take(pacing::rate_limit const& limit, clock const& now) {
    std::optional<instant> next, reserve_at;
    std::optional<duration> spacing;
    instant taken_at;
    of_host_->update([&](pacing::rate_state& s) {
        taken_at = now();
        spacing = pacing::spacing(s, limit, taken_at);
        if (spacing) {
            next = pacing::due(s, taken_at);
            std::scoped_lock const lock(mutex_);
            note_sleep();
            if (next)
                blocks_.want(*next, taken_at, *spacing);
            else
                next = blocks_.ask(taken_at, *spacing);
            reserve_at = blocks_.reserve_at(taken_at);
        }
        if (!next) next = pacing::take(s, limit, taken_at);
    });
    if (reserve_at) thread_.wake_at(*reserve_at);
    if (!next && !may_leave(limit, taken_at, spacing.value_or(duration{}), now)) return now();
    return next;
}

bool shared_rate::may_leave(pacing::rate_limit const& limit, instant taken_at, duration spacing,
                            clock const& now) {
    for (;;) {
        auto const leaves_at = now();
        if (leaves_at - taken_at <= unremarkable_delay) return true;
        {
            std::scoped_lock const lock(mutex_);
            // The slot is lost where the next block, another's perhaps, would follow too closely.
            if (spacing > duration{} && !blocks_.open(leaves_at, spacing)) return false;
        }
        of_host_->update([&](pacing::rate_state& s) { pacing::sent_late(s, limit, leaves_at); });
        taken_at = leaves_at;
    }
}

void shared_rate::note_sleep() {
    auto const by_now = slept();
    if (by_now > slept_ + shortest_sleep) blocks_.forget();
    slept_ = by_now;
}

void shared_rate::work(database::postgres_connection& on) {
    tell_hold(on);
    reserve(on);
}

void shared_rate::tell_hold(database::postgres_connection& on) {
    std::optional<instant> hold;
    {
        std::scoped_lock const lock(mutex_);
        hold = hold_;
    }
    auto const now = instant::clock::now();
    if (hold && *hold > now) {
        auto const left = std::chrono::ceil<microseconds>(*hold - now);
        on.run(hold_statement(), {name_, std::to_string(left.count())});
    }
    std::scoped_lock const lock(mutex_);
    if (hold_ == hold) hold_.reset(); // else it has grown meanwhile, and this is done again
}

void shared_rate::reserve(database::postgres_connection& on) {
    microseconds length;
    rate_block block;
    auto const slept_before = slept();
    block.asked_at = instant::clock::now();
    {
        std::scoped_lock const lock(mutex_);
        auto const at = blocks_.reserve_at(block.asked_at);
        if (!at) return;
        if (*at > block.asked_at) return thread_.wake_at(*at);
        length = blocks_.length(block.asked_at);
    }
    auto const given = on.run(block_statement(), {name_, std::to_string(length.count())});
    block.heard_at = instant::clock::now();
    block.begins = column(given, 0);
    block.ends = column(given, 1);
    block.told_at = column(given, 2);
    std::scoped_lock const lock(mutex_);
    if (slept() <= slept_before + shortest_sleep) blocks_.add(block);
    if (auto const next = blocks_.reserve_at(block.heard_at)) thread_.wake_at(*next);
}

std::unique_ptr<shared_rate> share_rate(database::postgres_address address, std::string name,
                                        std::unique_ptr<pacing::rate_store> of_host) {
    return std::make_unique<shared_rate>(std::move(address), std::move(name), std::move(of_host));
}

} // namespace muster::fleet
