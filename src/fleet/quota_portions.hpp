#pragma once
#include "pacing/quota.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace muster::fleet {

/// What one process has reserved of a quota that several hosts share, in portions: a request is counted at
/// the database before it may be sent, without asking for each. Time is how long the machine has been up.
///
/// Why the quota holds: a portion is counted when the database is asked for it, and is of use for a short
/// life only, counted from before the question. So what is sent in a span of the window's length was counted
/// in one that is longer by that life, which is the window of what the database keeps (of_all_hosts); and of
/// that, pacing::quota_state lets no span hold more than the quota.
///
/// What is left of a portion at its end is given back. A process that is killed cannot: it leaves at most
/// a hundredth of the quota (or one request, or as many as are wanted together) counted that were never sent,
/// for one window. A portion is as large as what was sent of late, so that who sends little reserves little.
class quota_portions {
public:
    /// What take() gave is known by.
    using mark = std::int64_t;

    /// Takes `n` requests, if so many are here, which `here` says where the host counts; else wants them, and
    /// nullopt.
    std::optional<mark> take(pacing::quota const& limit, std::uint64_t n, core::duration now,
                             pacing::quota_slot here);
    /// Gives back `n` of what was taken, where the host counts them; nullopt: it is too long ago.
    std::optional<pacing::quota_slot> restore(mark taken, std::uint64_t n);
    /// How long it takes until so many may be here, which are wanted then; zero if they are.
    core::duration wait(pacing::quota const& limit, std::uint64_t n, core::duration now);

    /// What the database is to be asked: to count `most` more, or at least `least`, and these no longer.
    struct errand {
        struct unused {
            pacing::quota_slot there;
            std::uint64_t n;
        };
        pacing::quota limit;
        std::vector<unused> back;
        std::uint64_t least = 0, most = 0; ///< 0 = none
        core::duration asked_at{};
        [[nodiscard]] bool empty() const { return back.empty() && most == 0; }
    };
    /// What it said.
    struct reply {
        std::uint64_t n = 0;
        pacing::quota_slot there = 0;
        core::duration wait{}; ///< until there is room, where n is 0
    };
    /// When the next errand is to be done, at `now` or later; nullopt = there is none.
    [[nodiscard]] std::optional<core::duration> due(core::duration now) const;
    /// Begins it. What it gives back is given away: if nobody knows what became of it, it counts as used.
    errand begin(core::duration now);
    void done(errand const& e, reply const& r);
    /// It was not done.
    void undone(errand const& e);
    /// Nothing is wanted any more, and all that is here is to be given back.
    void close();

private:
    struct portion {
        mark number;
        pacing::quota_slot there;
        core::duration ends;
        std::uint64_t left;
        std::optional<pacing::quota_slot> here; // where the first of them was counted
    };

    [[nodiscard]] std::uint64_t here_now(core::duration now) const;
    /// How many were sent in the present life of a portion, so far, and in the one before.
    struct use_of_late {
        core::duration from{};
        std::uint64_t now = 0, before = 0;
    };

    void want(pacing::quota const& limit, std::uint64_t n);
    void note_use(pacing::quota const& limit, std::uint64_t n, core::duration now);
    [[nodiscard]] std::uint64_t size(core::duration now) const; // of what is to be here

    std::deque<portion> portions_; // the oldest first
    mark last_number_ = 0;
    pacing::quota limit_{1, std::chrono::hours{1}};
    use_of_late use_;
    std::uint64_t wanted_ = 0;
    core::duration refused_until_{}; // there will be no room before
    core::duration ask_no_sooner_{};
    bool closed_ = false;
};

/// How long a portion of such a quota is of use.
core::duration life_of_portion(pacing::quota const& limit);

/// What the database counts, so that all hosts together keep to the quota.
pacing::quota of_all_hosts(pacing::quota const& limit);

/// The time that `used` goes by, the database's clock being at `clock` microseconds since 1970. A clock that
/// was set back stands still until it is as late again; one that was set forward frees as much as that time
/// would have.
pacing::quota_time time_of_all_hosts(pacing::quota_state const& used, std::int64_t clock);

/// Does an errand with what is used of all hosts, the database's clock being at `clock`.
quota_portions::reply settle(pacing::quota_state& used, quota_portions::errand const& e, std::int64_t clock);

} // namespace muster::fleet
