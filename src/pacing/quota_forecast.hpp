#pragma once
#include "pacing/quota_use.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace muster::pacing {

/// A span in which requests may be sent. Times count from the moment of the forecast.
struct sending_span {
    core::duration from{};
    core::duration until = core::duration::max();
    double per_second = 0; ///< the most requests, evenly spaced; 0 = as many as the quotas let go
};

/// Gives the first span that ends after `t`; nullopt: there is none. What it gives may begin before `t`.
using sending_spans = std::function<std::optional<sending_span>(core::duration t)>;

/// At any time, at that rate.
sending_spans always(double per_second);

/// When some requests are sent.
struct quota_forecast {
    core::duration after{}; ///< from now until the last of them may go
    unsigned spans = 0;     ///< how many spans they are sent in
};

/// When `n` more requests are sent, each as soon as the spans and all of the quotas allow, if nobody else
/// sends any. nullopt: the spans end before, or it is too far away to be worked out (years, for an hour's
/// quota). Takes some milliseconds for each year.
std::optional<quota_forecast> forecast_requests(std::uint64_t n, std::vector<quota_use> quotas,
                                                sending_spans const& spans);

} // namespace muster::pacing
