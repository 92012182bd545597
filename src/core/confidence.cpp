#include "core/confidence.hpp"

#include <algorithm>
#include <cmath>

namespace muster::core {

namespace {

constexpr double doubt = 0.05;
constexpr double quantile = 1.6449;           // of the normal distribution, beyond which that is left
constexpr std::uint64_t exact_up_to = 10'000; // beyond, the normal distribution is as good

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
    if (bad > exact_up_to) {
        auto const n = static_cast<double>(looked_at);
        auto const share = static_cast<double>(bad) / n;
        return std::min(1.0, share + quantile * std::sqrt(share * (1 - share) / n) + 1 / n);
    }
    double low = static_cast<double>(bad) / static_cast<double>(looked_at), high = 1;
    for (int halvings = 0; halvings < 50; ++halvings) {
        auto const middle = (low + high) / 2;
        (likelihood(bad, looked_at, middle) > doubt ? low : high) = middle;
    }
    return high;
}

} // namespace muster::core
