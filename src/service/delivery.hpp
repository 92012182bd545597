#pragma once
#include "core/time.hpp"

#include <functional>
#include <string>

namespace muster::service {

/// How long something is tried.
struct patience {
    unsigned tries = 3;
    core::duration first_pause = std::chrono::seconds(1); ///< it doubles with each
    core::duration limit = std::chrono::seconds(10);      ///< of one try
};

/// How one try went.
struct attempt {
    std::string trouble; ///< for people; empty = it worked
    bool again = true;   ///< another may help
};

/// Tries until it works or there is no hope. Empty = it worked; else what was wrong the last time.
std::string try_until(patience const& p, std::function<attempt()> const& once);

/// What is sent to an address that somebody gave us.
struct letter {
    std::string url;    ///< https, or http to this machine; a secret
    std::string fields; ///< header fields, each with its line end
    std::string body;   ///< JSON; empty = it is only asked for (GET)
};

/// Sends it over a connection of its own, by way of the proxy that the environment names; blocks, for `limit`
/// or a little more. A reply of 2xx is success. A redirect is not followed. Throws nothing.
attempt send(letter const& what, core::duration limit);

} // namespace muster::service
