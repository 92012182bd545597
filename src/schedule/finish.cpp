#include "schedule/finish.hpp"

namespace muster::schedule {

namespace {
constexpr unsigned most_windows = 1000;
}

std::optional<finish> finish_of(windows const& when, core::wall_time now, core::duration work) {
    auto left = std::chrono::duration_cast<core::wall_time::duration>(work);
    finish result{now, 1};
    for (; result.windows <= most_windows; ++result.windows) {
        auto const opens = when.opens_from(result.at);
        if (!opens) return std::nullopt;
        auto const closes = when.closes_after(*opens);
        if (!closes || *closes - *opens >= left) {
            result.at = *opens + left;
            return result;
        }
        left -= *closes - *opens;
        result.at = *closes;
    }
    return std::nullopt;
}

} // namespace muster::schedule
