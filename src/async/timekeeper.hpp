#pragma once
#include "async/stop.hpp"
#include "async/timer_lead.hpp"
#include "core/time.hpp"

#include <boost/asio/awaitable.hpp>

namespace muster::async {

/// Time as the engine sees it, so that tests can make it jump.
class timekeeper {
public:
    virtual ~timekeeper() = default;
    [[nodiscard]] virtual core::instant now() const = 0;
    [[nodiscard]] virtual core::wall_time wall_now() const = 0;
    /// How long ago the machine started; its sleep counts, as it does not for now().
    [[nodiscard]] virtual core::duration uptime() const = 0;
    /// Suspends until `t`, or until `until` is requested to stop, whichever comes first.
    virtual boost::asio::awaitable<void> sleep_until(core::instant t, stop& until) = 0;
};

/// The clocks of the machine.
class system_time final : public timekeeper {
public:
    [[nodiscard]] core::instant now() const override;
    [[nodiscard]] core::wall_time wall_now() const override;
    [[nodiscard]] core::duration uptime() const override;
    boost::asio::awaitable<void> sleep_until(core::instant t, stop& until) override;

private:
    timer_lead lead_;
};

} // namespace muster::async
