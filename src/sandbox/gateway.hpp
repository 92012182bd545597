#pragma once
#include "core/time.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/ledger.hpp"
#include "sandbox/limiter.hpp"
#include "sandbox/message.hpp"
#include "sandbox/platform.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::sandbox {

/// How a sandbox is to behave, whatever the platform.
struct settings {
    std::size_t requests_per_second = 25; ///< 0 = no limit
    std::optional<unsigned> retry_after;  ///< seconds, sent with a 429 of the rate limit; nullopt = not sent
    core::duration latency{};             ///< from a request's arrival to its reply, on average
    core::duration latency_jitter{};      ///< how far a single one may lie from that, either way
    std::uint64_t seed = 1;               ///< of the jitter
    std::string key;                      ///< the key that is accepted; empty = all that the platform accepts
    fault_plan faults;
    std::size_t quota = 0; ///< requests accepted in any one `hour`, beside the limit; 0 = no such limit
    core::duration hour = std::chrono::hours(1); ///< may be shorter, for tests and rehearsals
};

/// Makes a platform as it is in the beginning. What takes effect there is noted in the ledger, which outlives
/// it.
using platform_maker = std::function<std::unique_ptr<platform>(ledger& effects)>;

/// What stands before every fake platform: rate limit, key, faults and latency, and the sandbox's own routes.
/// Pure: a request and the time go in, a reply comes out; the state is in memory.
class gateway {
public:
    gateway(settings s, platform_maker make);

    /// Answers a request that arrives now; it takes effect now, whatever the reply's delay. `/__ledger`,
    /// `/__arrivals`, `/__members/<id>` and `/__reset` (POST) are ours: no key, no limit, no fault, no
    /// latency, and not counted.
    reply answer(request const& r, core::instant now, core::wall_time today);

private:
    /// What a run changes; thrown away by `/__reset`.
    struct state {
        state(settings const& s, platform_maker const& make);
        ledger effects; // before the platform, which writes to it
        std::unique_ptr<platform> behind;
        limiter limit;
        limiter quota;
        fault_plan faults;
        std::uint64_t requests = 0;
        std::vector<std::int64_t> arrivals; // of requests, in milliseconds since 1970
    };

    reply control(request const& r);
    reply judge(request const& r, core::instant now, core::wall_time today);
    reply with_fault(fault const& f, request const& r, core::wall_time today);
    reply throttled(std::optional<unsigned> retry_after) const;
    [[nodiscard]] bool accepts(std::string_view key) const;
    /// How much of the rate limit is left, as whole header lines; empty where nobody tells.
    std::string limit_fields(core::instant now);
    core::duration latency();

    settings settings_;
    platform_maker make_;
    std::unique_ptr<state> state_;
};

} // namespace muster::sandbox
