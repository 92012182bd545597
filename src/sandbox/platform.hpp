#pragma once
#include "core/time.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/limiter.hpp"
#include "sandbox/members_api.hpp"
#include "sandbox/message.hpp"
#include "sandbox/population.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::sandbox {

/// How a sandbox is to behave.
struct settings {
    population people;
    std::vector<plan> plans = population_plans();
    std::size_t requests_per_second = 25; ///< 0 = no limit
    std::optional<unsigned> retry_after;  ///< seconds, sent with a 429 of the rate limit; nullopt = not sent
    core::duration latency{};             ///< from a request's arrival to its reply, on average
    core::duration latency_jitter{};      ///< how far a single one may lie from that, either way
    std::string key;                      ///< the key that is accepted; empty = all that begin with `sk_sb_`
    fault_plan faults;
};

/// The fake Memberstack: rate limit, credentials, faults, and the calls on its members. Pure: a request and
/// the time go in, a reply comes out; the state is in memory.
class platform {
public:
    explicit platform(settings s);

    /// Answers a request that arrives now; it takes effect now, whatever the reply's delay. `/__ledger`,
    /// `/__members/<id>` and `/__reset` (POST) are ours: no key, no limit, no fault, no latency, and not
    /// counted.
    reply answer(request const& r, core::instant now, core::wall_time today);

private:
    /// What a run changes; thrown away by `/__reset`.
    struct state {
        explicit state(settings const& s);
        ledger effects; // before the calls, which write to it
        members_api api;
        limiter limit;
        fault_plan faults;
        std::uint64_t requests = 0;
    };

    reply control(request const& r);
    reply judge(request const& r, route const& where, core::instant now, core::wall_time today);
    reply with_fault(fault const& f, request const& r, route const& where, core::wall_time today);
    reply throttled(std::optional<unsigned> retry_after) const;
    [[nodiscard]] bool accepts(std::string_view key) const;
    core::duration latency();

    settings settings_;
    std::unique_ptr<state> state_;
};

} // namespace muster::sandbox
