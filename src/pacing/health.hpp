#pragma once
#include "core/time.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string_view>

namespace muster::pacing {

/// Is the platform up? Judges by the results of requests, and by how many retries they needed. While it is
/// down, nothing is sent but one probe at a time, by one prober: next_probe() tells it when, and it reports
/// with probe_succeeded() or probe_failed().
class health {
public:
    /// Notes a reply that shows the platform at work: any verdict but transient.
    void record_success(core::instant now);
    /// Notes a transient failure of the request for `subject`, a member or page: five failures of one request
    /// are that request's trouble, five of several are the platform's. `uniform01` is random in [0, 1).
    void record_failure(core::instant now, std::string_view subject, double uniform01);
    /// Asks to send a request again. True: it may be sent, and is paid for. False: too many were lately for
    /// the successes that there were; the platform is taken as down.
    [[nodiscard]] bool spend_retry(core::instant now, double uniform01);

    /// While this holds, only the prober sends.
    [[nodiscard]] bool down() const { return down_since_.has_value(); }
    /// When to send the next probe; in the past = now. nullopt while the platform is up.
    [[nodiscard]] std::optional<core::instant> next_probe() const;
    /// The platform is up again.
    void probe_succeeded(core::instant now);
    /// It is still down: the next probe comes later than this one did, by a random part (`uniform01` in [0,
    /// 1)).
    void probe_failed(core::instant now, double uniform01);

    /// How long the platform has been down; zero while it is up.
    [[nodiscard]] core::duration down_for(core::instant now) const;
    [[nodiscard]] std::optional<core::instant> last_success() const { return last_success_; }
    /// Whether the platform has answered anybody since `then`: if it has, a request that failed ever since is
    /// itself at fault.
    [[nodiscard]] bool alive_since(core::instant then) const;

private:
    struct result {
        bool failed;
        std::size_t subject; // hash of what the failed request was for
    };

    void record(result r);
    [[nodiscard]] bool mostly_failing() const;
    void go_down(core::instant now, double uniform01);

    std::deque<result> recent_;
    double retries_left_ = first_retries;
    std::optional<core::instant> last_success_;
    std::optional<core::instant> down_since_;
    core::instant next_probe_{};
    unsigned probes_failed_ = 0;

    /// Retries that a job may begin with, before any success earned one.
    static constexpr double first_retries = 10;
};

} // namespace muster::pacing
