#include "fleet/quota_portions.hpp"

#include <algorithm>
#include <numeric>

namespace muster::fleet {
namespace {

using core::duration;
using std::chrono::milliseconds;

/// Of a quota, at most this part is reserved by a process, and no more than so many requests.
constexpr std::uint64_t reserved_part = 100;
constexpr std::uint64_t largest_portion = 500;

/// A portion lives for this part of the window (as long as a bucket of it), or so long.
constexpr std::int64_t life_part = 240;
constexpr duration shortest_life = milliseconds{500};

/// While the database is being asked, or does not answer.
constexpr duration look_again = milliseconds{10};

/// Where it had no room, it is asked again so soon: others give back what they do not use.
constexpr duration refusal_holds = std::chrono::seconds{1};

/// So many are known, for what is given back late.
constexpr std::size_t most_portions = 256;

std::uint64_t largest(pacing::quota const& limit) {
    return std::clamp<std::uint64_t>(limit.requests / reserved_part, 1, largest_portion);
}

} // namespace

std::uint64_t quota_portions::here_now(duration now) const {
    return std::accumulate(portions_.begin(), portions_.end(), std::uint64_t{0},
                           [&](auto n, portion const& p) { return p.ends > now ? n + p.left : n; });
}

void quota_portions::want(pacing::quota const& limit, std::uint64_t n) {
    limit_ = limit;
    wanted_ = std::max(wanted_, n);
}

void quota_portions::note_use(pacing::quota const& limit, std::uint64_t n, duration now) {
    auto const life = life_of_portion(limit);
    if (now - use_.from >= life) use_ = {now, 0, now - use_.from < 2 * life ? use_.now : 0};
    use_.now += n;
}

std::uint64_t quota_portions::size(duration now) const {
    auto const of_late = now - use_.from < 2 * life_of_portion(limit_);
    return std::clamp<std::uint64_t>(of_late ? std::max(use_.now, use_.before) : 0, 1, largest(limit_));
}

std::optional<quota_portions::mark> quota_portions::take(pacing::quota const& limit, std::uint64_t n,
                                                         duration now, pacing::quota_slot here) {
    auto const had = here_now(now);
    if (had < n) {
        want(limit, n);
        return std::nullopt;
    }
    std::optional<mark> first;
    auto to_take = n;
    for (auto& p : portions_) {
        auto const some = p.ends > now ? std::min(p.left, to_take) : 0;
        if (some == 0) continue;
        p.left -= some;
        to_take -= some;
        p.here = p.here.value_or(here);
        first = first.value_or(p.number); // given back, it is taken for one of the oldest: that ends sooner
    }
    note_use(limit, n, now);
    if (had - n <= size(now) / 2) want(limit, 1);
    return first;
}

std::optional<pacing::quota_slot> quota_portions::restore(mark taken, std::uint64_t n) {
    auto const it = std::ranges::find(portions_, taken, &portion::number);
    if (it == portions_.end()) return std::nullopt;
    it->left += n;
    return it->here;
}

duration quota_portions::wait(pacing::quota const& limit, std::uint64_t n, duration now) {
    if (here_now(now) >= n) return duration{};
    want(limit, n);
    return std::max(refused_until_ - now, look_again);
}

std::optional<duration> quota_portions::due(duration now) const {
    std::optional<duration> at;
    if (wanted_ > 0) at = ask_no_sooner_;
    for (auto const& p : portions_)
        if (p.left > 0) at = std::min(at.value_or(p.ends), p.ends);
    if (at) at = std::max(*at, now);
    return at;
}

quota_portions::errand quota_portions::begin(duration now) {
    errand e{limit_, {}, 0, 0, now};
    for (auto& p : portions_) {
        if (p.ends > now || p.left == 0) continue;
        e.back.push_back({p.there, p.left});
        p.left = 0;
    }
    while (portions_.size() > most_portions && portions_.front().left == 0) portions_.pop_front();
    if (wanted_ == 0 || ask_no_sooner_ > now) return e;
    auto const has = here_now(now);
    e.least = wanted_ > has ? wanted_ - has : 1;
    auto const enough = size(now);
    e.most = std::max(e.least, enough > has ? enough - has : 0);
    return e;
}

void quota_portions::done(errand const& e, reply const& r) {
    if (e.most == 0) return;
    wanted_ = 0; // whoever wants more says so again
    if (r.n > 0) {
        auto const ends = closed_ ? duration::min() : e.asked_at + life_of_portion(e.limit);
        portions_.push_back({++last_number_, r.there, ends, r.n, {}});
        refused_until_ = {};
    } else {
        refused_until_ = e.asked_at + r.wait;
        ask_no_sooner_ = e.asked_at + std::min(r.wait, refusal_holds);
    }
}

void quota_portions::undone(errand const& e) {
    // At their end, as all that is given back is: the portion that it came from may be forgotten.
    for (auto const& b : e.back) portions_.push_front({++last_number_, b.there, duration::min(), b.n, {}});
}

void quota_portions::close() {
    for (auto& p : portions_) p.ends = duration::min();
    wanted_ = 0;
    closed_ = true;
}

duration life_of_portion(pacing::quota const& limit) {
    return std::max(limit.window / life_part, shortest_life);
}

pacing::quota of_all_hosts(pacing::quota const& limit) {
    return {limit.requests, limit.window + life_of_portion(limit)};
}

pacing::quota_time time_of_all_hosts(pacing::quota_state const& used, std::int64_t clock) {
    auto const wall = std::chrono::microseconds{clock};
    auto const seen = duration{used.touched_at - used.ahead_of_uptime}; // 0, if it is fresh
    return {std::max<duration>(wall, seen),
            core::wall_time{std::chrono::duration_cast<core::wall_time::duration>(wall)}};
}

quota_portions::reply settle(pacing::quota_state& used, quota_portions::errand const& e, std::int64_t clock) {
    auto const limit = of_all_hosts(e.limit);
    auto const now = time_of_all_hosts(used, clock);
    for (auto const& b : e.back)
        for (auto n = b.n; n > 0; --n) pacing::restore(used, limit, now, b.there);
    quota_portions::reply r;
    if (e.most == 0) return r;
    auto const n = std::min(e.most, pacing::room(used, limit, now));
    if (n < e.least) {
        r.wait = pacing::wait_for_room(used, limit, now, e.least);
        return r;
    }
    r.n = n;
    r.there = pacing::take(used, limit, now, n).value();
    return r;
}

} // namespace muster::fleet
