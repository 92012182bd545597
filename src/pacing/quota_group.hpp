#pragma once
#include "pacing/quota_forecast.hpp"
#include "pacing/quota_store.hpp"

#include <optional>
#include <vector>

namespace muster::pacing {

/// Quotas that a request counts in all together: it goes when each of them lets it. What throws is what their
/// stores throw.
class quota_group {
public:
    /// One of them, and where it is kept what is used of it; the store must outlive the group.
    struct kept {
        quota limit;
        quota_store* store;
    };
    /// What one request took of each.
    using slots = std::vector<quota_slot>;
    /// How long it takes until all of them let one go, and because of which.
    struct wait {
        core::duration longest{};
        quota because_of;
    };
    /// Reads the clocks; called while a state is locked.
    using clocks = quota_store::clocks;

    quota_group(std::vector<kept> all, clocks now) : all_(std::move(all)), now_(std::move(now)) {}

    /// Takes `n` requests of each, to be sent right now; nullopt, and nothing is taken, if not all let them
    /// go.
    [[nodiscard]] std::optional<slots> take(std::uint64_t n = 1);
    /// Gives back what was taken for `n` requests that did not leave.
    void restore(slots const& taken, std::uint64_t n = 1);
    /// nullopt: `n`, of 1 to most(), may go now.
    [[nodiscard]] std::optional<wait> wait_for_room(std::uint64_t n = 1);
    /// How many they let go together at most; the largest number there is, without a quota.
    [[nodiscard]] std::uint64_t most() const;
    /// What is used of each.
    [[nodiscard]] std::vector<quota_use> uses();

private:
    std::vector<kept> all_;
    clocks now_;
};

} // namespace muster::pacing
