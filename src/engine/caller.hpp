#pragma once
#include "async/event.hpp"
#include "engine/allowance.hpp"
#include "engine/gate.hpp"
#include "engine/progress.hpp"
#include "engine/quotas.hpp"
#include "engine/surroundings.hpp"
#include "engine/turns.hpp"
#include "pacing/concurrency.hpp"
#include "pacing/health.hpp"
#include "spec/spec.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muster::engine {

/// What one call came to.
struct call_result {
    http::answer answer;
    core::instant sent_at; ///< when its turn came
};

/// Sends requests to the platform, each in its turn: while the gate is open, under the rate limit and the
/// quotas that all jobs of the host share, no more at once than the platform bears, and, while it is down,
/// none but one probe at a time. One thread.
class caller {
public:
    /// All references must outlive it. `on_used_up`: see engine::quotas; it is to ask for a stop.
    caller(surroundings const& with, spec::spec const& spec, engine::gate& gate, async::stop& stop,
           std::function<void(quota_used_up const&)> on_used_up);

    /// One exchange. `subject` names what it is for (a member, the page), so that the trouble of one is told
    /// from an outage. A request that was not sent because the job is stopping comes back as
    /// fault_kind::aborted, unsent. Throws core::job_error where no request can succeed: an untrusted
    /// certificate, a throttle that outlasts the patience, or is going to by the platform's own word.
    boost::asio::awaitable<call_result> send(http::request const& r, std::string_view subject);
    /// The same for one of several that belong together, under what is kept of the quotas for them; what it
    /// came to is put there.
    boost::asio::awaitable<void> send(http::request const& r, std::string_view subject, allowance& under,
                                      call_result& into);

    /// Whether one more retry is within the budget; if not, the platform is taken as down until a probe
    /// succeeds.
    bool spend_retry();

    /// Waits before one more try, so many having failed before; not at all where that is not within the
    /// budget, as the next request waits for the platform then.
    boost::asio::awaitable<void> back_off(unsigned failures);

    /// While the platform is down, asks for the shortest possible page now and then; returns when `until` is
    /// requested, or the job stops. Throws core::job_error(stopped) when it has been down for longer than the
    /// patience.
    boost::asio::awaitable<void> watch_platform(async::stop& until);

    /// How often the gate has opened after it was closed.
    [[nodiscard]] std::uint64_t openings() const { return gate_.openings(); }
    [[nodiscard]] traffic const& totals() const { return totals_; }
    [[nodiscard]] pacing::health const& health() const { return health_; }
    /// Requests that are sent, and not answered yet.
    [[nodiscard]] std::size_t in_flight() const { return on_the_wire_; }
    /// Requests per second that we allow ourselves now; 0 = no limit.
    [[nodiscard]] double allowed_rate() { return turns_.allowed_rate(); }
    /// Until when a throttle holds everyone.
    [[nodiscard]] core::instant held_until() { return turns_.held_until(); }
    [[nodiscard]] engine::quotas& quotas() { return quotas_; }
    /// Why the limits that hosts share cannot be had; empty while they can.
    [[nodiscard]] std::string limits_trouble() const { return limits_.trouble(); }

private:
    /// What keeps a request from being sent.
    enum class hindrance { none, gate, platform, places, quota };
    [[nodiscard]] hindrance find_hindrance(allowance const& under);
    boost::asio::awaitable<void> wait_for_permit(allowance const& under);
    /// False: not sent, as the gate has closed, a quota is used up, or the job is stopping.
    boost::asio::awaitable<bool> exchange(http::request const& r, std::size_t beside, allowance& under,
                                          call_result& into);
    void forget_if_reopened();
    void learn(call_result const& result, std::size_t beside);
    void learn_throttle(http::reply const& r, core::instant sent_at);
    void judge_health(http::answer const& a, std::string_view subject);
    void tell_down(std::string const& why);

    surroundings const& with_;
    spec::spec const& spec_;
    engine::gate& gate_;
    async::stop& stop_;
    shared_limits limits_;
    turns turns_;
    engine::quotas quotas_;
    std::uint64_t openings_ = 0; // of the gate, when what is known of the platform was begun

    pacing::health health_;
    pacing::concurrency in_flight_limit_;
    std::size_t in_flight_ = 0; // places taken, also by those that wait for a connection or their slot
    std::size_t on_the_wire_ = 0;
    std::optional<core::instant> throttled_since_; // nothing but 429 has come since then
    traffic totals_;

    async::event platform_changed_;
    async::event permit_freed_;
    async::stop::registration wake_all_;
};

} // namespace muster::engine
