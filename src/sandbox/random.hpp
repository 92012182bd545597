#pragma once
#include <cstdint>

namespace muster::sandbox {

/// 64 well-mixed bits that depend on `seed` and `n` only (the splitmix64 finalizer), the same on every
/// machine.
constexpr std::uint64_t mix(std::uint64_t seed, std::uint64_t n) {
    std::uint64_t x = seed * 0x9e3779b97f4a7c15U + (n + 1) * 0xd1342543de82ef95U;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31);
}

/// The bits as a fraction in [0, 1).
constexpr double fraction(std::uint64_t bits) {
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

/// A sequence of random numbers that a seed fixes. The standard library's distributions would not do: their
/// results differ from one implementation to the next.
class random {
public:
    explicit random(std::uint64_t seed) : seed_(seed) {}
    std::uint64_t next() { return mix(seed_, count_++); }
    /// A number in [0, limit); `limit` is at least 1.
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }
    /// True `percent` times in a hundred.
    bool chance(double percent) { return fraction(next()) * 100 < percent; }

private:
    std::uint64_t seed_;
    std::uint64_t count_ = 0;
};

} // namespace muster::sandbox
