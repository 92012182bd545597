#include "fleet/rate_blocks.hpp"

#include <algorithm>

namespace muster::fleet {
namespace {

using core::duration;
using core::instant;
using std::chrono::microseconds;
using std::chrono::milliseconds;

/// What the slots of a block take together, at most: longer, and many processes wait long for each other;
/// shorter, and what is lost where one follows another counts for more. A slot that is longer is a block.
constexpr duration longest_block = milliseconds{475};

/// Who has wanted nothing of late reserves this part of it: a single request costs the others no whole block.
constexpr std::int64_t first_part = 4;

/// Room at the end for slots that are taken late: a hundredth, and this, and the round trip, by which a block
/// is shorter here. Nothing of it is lost where a block of ours follows.
constexpr std::int64_t late_part = 100;
constexpr duration late_by = milliseconds{2};

/// The next block is reserved so long before the last moment in which this one can be used, and two round
/// trips more: an answer takes some milliseconds, and a hiccup of the database costs nothing.
constexpr duration reserved_ahead = milliseconds{100};
constexpr duration longest_round_trip = std::chrono::seconds{2}; ///< that is reckoned with

/// Whoever wanted to send at a moment, and did not come by then, has given up.
constexpr duration wish_lasts = milliseconds{100};

/// While no block is there to wait for, as the database is being asked or does not answer.
constexpr duration ask_again_in = milliseconds{5};

} // namespace

std::optional<instant> rate_blocks::ask(instant now, duration spacing) {
    // The last one is kept: the next may touch it.
    while (spans_.size() > 1 && !spans_.front().lets(now, spacing)) spans_.pop_front();
    if (spans_.empty() || !spans_.front().lets(now, spacing)) {
        want(now, now, spacing);
        return now + ask_again_in;
    }
    auto const begins = spans_.front().begins;
    if (now >= begins) {
        sends_ = true;
        wanted_until_.reset();
        return std::nullopt;
    }
    want(begins, now, spacing);
    return begins;
}

bool rate_blocks::open(instant now, duration spacing) const {
    return std::ranges::any_of(spans_,
                               [&](span const& s) { return now >= s.begins && s.lets(now, spacing); });
}

void rate_blocks::want(instant due, instant now, duration spacing) {
    due_ = due;
    spacing_ = spacing;
    wanted_until_ = std::max(due, now) + wish_lasts;
}

duration rate_blocks::lead() const {
    return reserved_ahead + 2 * round_trip_;
}

std::optional<instant> rate_blocks::reserve_at(instant now) const {
    if (!wanted_until_ || now > *wanted_until_) return std::nullopt;
    auto const has_its_slot = [this](span const& s) { return s.lets(std::max(due_, s.begins), spacing_); };
    if (!sends_ && std::ranges::any_of(spans_, has_its_slot)) return std::nullopt;
    auto at = due_ - lead();
    if (!spans_.empty()) at = std::max(at, spans_.back().ends - spacing_ - lead());
    return at <= *wanted_until_ ? std::optional(at) : std::nullopt;
}

microseconds rate_blocks::length(instant now) const {
    auto const spacing = std::max<duration>(spacing_, microseconds{1});
    bool const anew = spans_.empty() || spans_.back().ends < now;
    auto const slots = std::max<std::int64_t>(longest_block / spacing / (anew ? first_part : 1), 1);
    auto const used = slots * spacing;
    auto const late = used / late_part + late_by + round_trip_;
    return std::chrono::ceil<microseconds>(used + late);
}

void rate_blocks::add(rate_block const& b) {
    auto const trip = std::clamp(b.heard_at - b.asked_at, duration{}, longest_round_trip);
    round_trip_ = measured_ ? std::max(trip, round_trip_ * 3 / 4) : trip;
    measured_ = true;
    sends_ = false;
    auto const begins = b.heard_at + microseconds{b.begins - b.told_at};
    auto const ends = b.asked_at + microseconds{b.ends - b.told_at};
    if (!spans_.empty() && spans_.back().ends_there == b.begins) {
        // Both are before its end, which is later by the database's clock: a slow answer tells less.
        spans_.back().ends = std::max(spans_.back().ends, ends);
        spans_.back().ends_there = b.ends;
    } else {
        spans_.push_back({begins, ends, b.ends});
    }
}

} // namespace muster::fleet
