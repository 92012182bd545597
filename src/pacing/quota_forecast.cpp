#include "pacing/quota_forecast.hpp"

#include <algorithm>
#include <cmath>

namespace muster::pacing {
namespace {

using core::duration;

/// Each sends some requests or waits for a bucket to be free: ten years of an hour's quota at the utmost.
constexpr unsigned most_steps = 20'000'000;

class sender {
public:
    sender(std::uint64_t n, std::vector<quota_use>& quotas) : left_(n), quotas_(quotas) {}

    /// Sends what it can in that span; false: that is too far away.
    bool send_in(sending_span const& span) {
        t_ = std::max(t_, span.from);
        auto const before = left_;
        for (; left_ > 0 && t_ < span.until; ++steps_) {
            if (steps_ == most_steps || t_ > furthest) return false;
            auto const wait = longest_wait();
            if (wait > duration::zero())
                t_ = wait < span.until - t_ ? t_ + wait : span.until;
            else if (!send_some(span))
                return false;
        }
        if (left_ < before) ++spans_;
        return true;
    }

    [[nodiscard]] std::uint64_t left() const { return left_; }
    [[nodiscard]] duration reached() const { return t_; }
    [[nodiscard]] quota_forecast result() const { return {last_, spans_}; }

private:
    [[nodiscard]] quota_time now(quota_use const& q) const {
        return {q.at.uptime + t_, q.at.wall + std::chrono::duration_cast<core::wall_time::duration>(t_)};
    }

    duration longest_wait() {
        auto wait = duration::zero();
        for (auto& q : quotas_) wait = std::max(wait, wait_for_room(q.used, q.counted(), now(q)));
        return wait;
    }

    /// Sends what goes before the first bucket ends, so that all of it counts in one; false: that is too far
    /// away.
    bool send_some(sending_span const& span) {
        auto n = left_;
        auto until = span.until;
        for (auto& q : quotas_) {
            n = std::min(n, room(q.used, q.counted(), now(q)));
            auto const ends = q.used.bucket_width - q.used.touched_at % q.used.bucket_width;
            until = std::min(until, t_ + duration{ends});
        }
        auto const spacing =
            span.per_second > 0 ? std::chrono::duration<double, std::nano>{1e9 / span.per_second} : zero;
        if (spacing > zero && until < duration::max())
            n = std::min(n, static_cast<std::uint64_t>(std::ceil((until - t_) / spacing)));
        auto const took = spacing * static_cast<double>(n);
        if (took > furthest) return false;
        for (auto& q : quotas_) static_cast<void>(take(q.used, q.counted(), now(q), n));
        left_ -= n;
        last_ = t_ + std::chrono::duration_cast<duration>(took - spacing);
        t_ += std::chrono::duration_cast<duration>(took);
        return true;
    }

    static constexpr std::chrono::duration<double, std::nano> zero{0};
    static constexpr duration furthest = std::chrono::hours{24 * 365 * 100};

    std::uint64_t left_;
    std::vector<quota_use>& quotas_;
    duration t_{};
    duration last_{};
    unsigned spans_ = 0;
    unsigned steps_ = 0;
};

} // namespace

sending_spans always(double per_second) {
    return [per_second](duration) { return sending_span{duration::zero(), duration::max(), per_second}; };
}

std::optional<quota_forecast> forecast_requests(std::uint64_t n, std::vector<quota_use> quotas,
                                                sending_spans const& spans) {
    sender work(n, quotas);
    while (work.left() > 0) {
        auto const span = spans(work.reached());
        if (!span || span->until <= work.reached() || !work.send_in(*span)) return std::nullopt;
    }
    return work.result();
}

} // namespace muster::pacing
