#pragma once
#include "engine/quotas.hpp"

#include <cstdint>
#include <optional>

namespace muster::engine {

/// The requests of the quotas that a unit needs to get further, taken together before the first of them is
/// sent: reading members is of no use if what it tells can only be sent in a later run, which would have to
/// read them again. What is not used is given back. One thread.
class allowance {
public:
    /// `all` must outlive it.
    explicit allowance(quotas& all) : quotas_(all) {}
    ~allowance() { give_back(kept_); }
    allowance(allowance const&) = delete;
    allowance& operator=(allowance const&) = delete;

    /// So many requests are to come, at least 1: those that are taken together, once none is kept.
    void expect(std::uint64_t n) { expected_ = n; }
    /// Whether the next one may go, as far as is known.
    [[nodiscard]] bool open() const { return kept_ > 0 || quotas_.open(expected_); }
    /// Takes one, to be sent right now: of those that are kept, where some are. nullopt: the quotas are used
    /// up.
    [[nodiscard]] std::optional<quotas::slots> take();

private:
    void give_back(std::uint64_t n);

    quotas& quotas_;
    std::uint64_t expected_ = 1;
    std::uint64_t kept_ = 0;
    quotas::slots slots_; // that those count in
};

} // namespace muster::engine
