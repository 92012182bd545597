#pragma once
#include "core/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>

namespace muster::fleet {

/// A block of time in which one process alone sends, as the database gave it out. Its clock counts
/// microseconds since 1970.
struct rate_block {
    std::int64_t begins = 0, ends = 0; ///< by its clock
    std::int64_t told_at = 0;          ///< by its clock, while it worked that out
    core::instant asked_at;            ///< by ours, before it was asked
    core::instant heard_at;            ///< by ours, after the answer was there
};

/// The blocks of one process under one limit: when it may send, and when it has to reserve more. All
/// processes of all hosts take turns in blocks, so that the limit, which is theirs together, need be agreed
/// upon a few times a second only, and not for each request.
///
/// Why the limit holds: blocks of different processes do not overlap by the database's clock. A process sends
/// in its own ones only, and keeps a request's spacing free at their end. So between a request and the next
/// one, whoever sends it, there is the spacing that one process alone would have kept (pacing::spacing).
///
/// Where a block lies by our clock is not known to the last: the database read its clock at some moment
/// between our question and its answer. We take the block to begin as late, and to end as early, as it may,
/// so it is shorter by the round trip, but never overlaps another. What remains: clocks that run at other
/// speeds (0.1 % of the second or so since the last answer), and a database's clock that is set while blocks
/// are out: forward, and some that were given out before and after it lie beside each other, for as long as
/// those; backward, and nobody sends for as long.
///
/// Blocks that touch are one, in which nothing is lost at the seam: so who is alone has all of the rate.
class rate_blocks {
public:
    /// Whether a request may go at `now`, with that spacing to the next one: nullopt = it may; else when to
    /// ask again, which is a wish to send then.
    std::optional<core::instant> ask(core::instant now, core::duration spacing);
    /// The same, without a wish, and without an instant.
    [[nodiscard]] bool open(core::instant now, core::duration spacing) const;
    /// A request is to be sent at `due`, or, if that has passed, at `now`.
    void want(core::instant due, core::instant now, core::duration spacing);

    /// When the next block is to be reserved, as things stand at `now`; nullopt = nobody wants one. It may
    /// have passed.
    [[nodiscard]] std::optional<core::instant> reserve_at(core::instant now) const;
    /// How long it is to be: a part of it where nothing was wanted of late, as it may be a single request's.
    /// At least a microsecond, in whole ones.
    [[nodiscard]] std::chrono::microseconds length(core::instant now) const;
    void add(rate_block const& reserved);
    /// Nothing that was reserved counts any more: our clock stood still for a while.
    void forget() { spans_.clear(); }

private:
    /// By our clock; may be empty, or less.
    struct span {
        core::instant begins, ends;
        std::int64_t ends_there = 0; // by the database's
        [[nodiscard]] bool lets(core::instant now, core::duration spacing) const {
            return now + spacing <= ends;
        }
    };

    [[nodiscard]] core::duration lead() const;

    std::deque<span> spans_;
    core::duration round_trip_ = std::chrono::milliseconds{100}; // the longest of late; at first a guess
    bool measured_ = false;
    core::duration spacing_{}; // of whoever wanted to send last
    core::instant due_{};
    std::optional<core::instant> wanted_until_;
    bool sends_ = false; // since the last block was reserved
};

} // namespace muster::fleet
