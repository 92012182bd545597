#pragma once
#include "core/time.hpp"

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace muster::engine {

/// The replies of a run: how many there were of each status, and how long they took.
class reply_counts {
public:
    /// Upper bounds of the times that are told apart, in seconds: those that OpenTelemetry advises for
    /// `http.client.request.duration`.
    static constexpr std::array<double, 14> bounds{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25,
                                                   0.5,   0.75, 1,     2.5,  5,     7.5, 10};

    /// A reply with that status of HTTP came `took` after its request was sent.
    void add(unsigned status, core::duration took);

    /// By status, in ascending order.
    [[nodiscard]] std::vector<std::pair<unsigned, std::uint64_t>> const& by_status() const {
        return by_status_;
    }
    /// How many took no longer than a bound, and longer than the one before; the last: longer than all.
    [[nodiscard]] std::array<std::uint64_t, bounds.size() + 1> const& by_time() const { return by_time_; }
    /// How long all took together.
    [[nodiscard]] core::duration sum() const { return sum_; }

private:
    std::vector<std::pair<unsigned, std::uint64_t>> by_status_;
    std::array<std::uint64_t, bounds.size() + 1> by_time_{};
    core::duration sum_{};
};

} // namespace muster::engine
