#include "core/confidence.hpp"

#include <cmath>

namespace muster::core {

namespace {

constexpr double doubt = 0.05;

/// How likely it is to find no more than `bad` among so many, where that share of all is so.
double likelihood(std::uint64_t bad, std::uint64_t looked_at, double share) {
    auto const n = static_cast<double>(looked_at);
    double sum = 0;
    for (std::uint64_t i = 0; i <= bad; ++i) {
        auto const k = static_cast<double>(i);
        auto const ways = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
        sum += std::exp(ways + k * std::log(share) + (n - k) * std::log1p(-share));
    }
    return sum;
}

} // namespace

double share_at_most(std::uint64_t bad, std::uint64_t looked_at) {
    if (bad >= looked_at) return 1;
    double low = static_cast<double>(bad) / static_cast<double>(looked_at), high = 1;
    for (int halvings = 0; halvings < 50; ++halvings) {
        auto const middle = (low + high) / 2;
        (likelihood(bad, looked_at, middle) > doubt ? low : high) = middle;
    }
    return high;
}

} // namespace muster::core
