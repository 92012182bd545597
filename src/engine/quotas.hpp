#pragma once
#include "async/stop.hpp"
#include "engine/surroundings.hpp"
#include "pacing/quota_group.hpp"
#include "spec/spec.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace muster::engine {

/// A quota is used up for longer than the spec's patience.
struct quota_used_up {
    std::string words;     ///< for people
    core::wall_time until; ///< when the next request may go
};

/// The limits over long spans that the requests of a run count in, together with those of all other runs. All
/// of them hold. One thread.
class quotas {
public:
    using slots = pacing::quota_group::slots;

    /// `on_used_up` is called when a request would have to wait for longer than retry.patience, at each look,
    /// unless some are kept for others, which can still go; the wait goes on unless it ends it. References
    /// must outlive this.
    quotas(surroundings const& with, spec::spec const& spec,
           std::function<void(quota_used_up const&)> on_used_up);

    /// Whether `n` requests may go now, as far as is known: true until so many were refused. Where the quotas
    /// never let so many go together, as many as they do.
    [[nodiscard]] bool open(std::uint64_t n = 1);
    /// Suspends until that may have changed, but no longer than some seconds: the machine may sleep, and
    /// others give back what they do not use.
    boost::asio::awaitable<void> wait(async::stop& until);
    /// Takes `n` requests of each, of 1 to most(), to be sent right now; nullopt: not all let them go.
    [[nodiscard]] std::optional<slots> take(std::uint64_t n = 1);
    /// Gives back what was taken for `n` requests that did not leave.
    void restore(slots const& taken, std::uint64_t n = 1) { group_.restore(taken, n); }
    /// How many they ever let go together.
    [[nodiscard]] std::uint64_t most() const { return group_.most(); }
    /// So many more are kept for requests to come, or fewer.
    void note_kept(std::uint64_t more, std::uint64_t fewer) { kept_ += more - fewer; }
    /// How long it has been waited counts from anew: nothing was sent for another reason.
    void forget_wait() { waiting_since_.reset(); }

    /// When the next request may go, for people; empty while none has to wait.
    [[nodiscard]] std::string waits_until();
    /// What is used of each, for a forecast.
    [[nodiscard]] std::vector<pacing::quota_use> uses() { return group_.uses(); }

private:
    void note_wait(pacing::quota_group::wait const& w);
    [[nodiscard]] core::wall_time wall_at(core::instant t) const;

    surroundings const& with_;
    spec::spec const& spec_;
    std::function<void(quota_used_up const&)> on_used_up_;
    pacing::quota_group group_;
    std::uint64_t refused_ = 1; // so many together, or not asked yet: earlier runs have used it; 0 = none
    std::uint64_t kept_ = 0;
    std::optional<core::instant> waiting_since_;
    std::optional<core::instant> until_;
    std::optional<core::instant> told_until_;
};

} // namespace muster::engine
