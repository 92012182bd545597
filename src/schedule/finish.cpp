#include "schedule/finish.hpp"

#include <algorithm>

namespace muster::schedule {

namespace {

using real_seconds = std::chrono::duration<double>;

constexpr unsigned most_windows = 1000;
constexpr real_seconds longest = std::chrono::years(10);

core::wall_time after(core::wall_time t, real_seconds s) {
    return t + std::chrono::duration_cast<core::wall_time::duration>(s);
}

/// Whether which of several windows is open makes a difference to the speed.
bool differ(windows const& when) {
    auto const& all = when.all();
    return std::any_of(all.begin(), all.end(), [&](window const& w) { return w.rate != all.front().rate; });
}

} // namespace

std::optional<finish> finish_of(windows const& when, core::wall_time now, double work,
                                speed_in const& speed) {
    bool const by_minutes = differ(when);
    finish result{now, 1};
    for (; result.windows <= most_windows; ++result.windows) {
        auto const opens = when.opens_from(result.at);
        if (!opens) return std::nullopt;
        auto const closes = when.closes_after(*opens);
        for (auto t = *opens; !closes || t < *closes;) {
            double const fast = speed(when.at(t));
            real_seconds const takes(work / fast);
            if (takes > longest) return std::nullopt;
            auto until = closes;
            if (by_minutes)
                until = std::min(closes.value_or(t + std::chrono::minutes(1)), t + std::chrono::minutes(1));
            if (!until || after(t, takes) <= *until) {
                result.at = after(t, takes);
                return result;
            }
            work -= fast * real_seconds(*until - t).count();
            t = *until;
        }
        result.at = *closes;
    }
    return std::nullopt;
}

} // namespace muster::schedule
