#pragma once
#include "async/event.hpp"
#include "async/stop.hpp"
#include "engine/gate.hpp"
#include "engine/shared_limits.hpp"
#include "engine/surroundings.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace muster::engine {

/// The slots of the rate limit that all jobs of the host share: who waits for one waits for the next, and the
/// others of this run wait behind it. One thread.
class turns {
public:
    /// All references must outlive it.
    turns(surroundings const& with, engine::gate& gate, shared_limits& limits, async::stop& stop)
        : with_(with),
          gate_(gate),
          limits_(limits),
          stop_(stop),
          freed_(with.executor) {}

    /// Takes a slot, if nobody waits for one, and the next one is here.
    [[nodiscard]] bool take_at_once() { return !taken_ && !try_take(); }
    /// Suspends until a slot is taken, the gate has closed, or the job is stopping.
    boost::asio::awaitable<void> take();
    /// Wakes up whoever waits, to look at the stop.
    void wake() { freed_.notify_all(); }

    /// Requests per second that we allow ourselves now; 0 = no limit.
    [[nodiscard]] double allowed_rate();
    /// Until when a throttle holds everyone.
    [[nodiscard]] core::instant held_until();

private:
    [[nodiscard]] std::optional<core::instant> try_take(); // nullopt: it is taken; else when to try again

    surroundings const& with_;
    engine::gate& gate_;
    shared_limits& limits_;
    async::stop& stop_;
    bool taken_ = false; // somebody waits for the next slot
    async::event freed_;
};

} // namespace muster::engine
