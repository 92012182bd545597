#pragma once
#include <boost/asio/signal_set.hpp>

#include <string_view>

namespace muster::async {

/// Has `signals` take those that ask this process to stop: SIGINT, SIGTERM, and SIGHUP, which comes when a
/// terminal or connection goes away. One that nohup(1) had ignored stays ignored.
void add_stop_signals(boost::asio::signal_set& signals);

/// What one of them means, for people: `interrupted (SIGINT)`.
std::string_view describe_stop_signal(int number);

} // namespace muster::async
