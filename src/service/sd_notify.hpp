#pragma once
#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace muster::service {

/// Tells the service manager how this process stands, as sd_notify(3) has it: one datagram of `NAME=value`
/// lines to the socket that $NOTIFY_SOCKET names, a path or `@` and an abstract name. Does nothing where
/// there is none, and nothing where it cannot be reached: that is the manager's to notice.
void sd_notify(std::string_view lines);

/// Says `RELOADING=1` with the time that the manager wants beside it.
void sd_notify_reloading();

/// How often the manager wants to hear `WATCHDOG=1` at least, half of $WATCHDOG_USEC; nullopt: it does not
/// watch this process.
std::optional<core::duration> sd_watchdog_period();

} // namespace muster::service
