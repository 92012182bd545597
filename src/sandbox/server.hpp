#pragma once
#include "sandbox/message.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace muster::sandbox {

/// What answers a request. Called on the server's one thread, at the request's arrival.
using answerer = std::function<reply(request const&)>;

/// Serves HTTP/1.1 with keep-alive on `address` (an IP address) and `port` (0 = any free one) until a signal
/// asks it to stop (async/stop_signals). `listening` is called once with the bound port. Throws
/// boost::system::system_error if it cannot listen.
void serve(std::string const& address, std::uint16_t port, answerer answer,
           std::function<void(std::uint16_t)> const& listening);

} // namespace muster::sandbox
