#include "async/stop_signals.hpp"

#include <csignal>

namespace muster::async {

namespace {

bool is_ignored(int number) {
    struct sigaction now {};
    return ::sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

} // namespace

void add_stop_signals(boost::asio::signal_set& signals) {
    // The shell has SIGINT ignored by what a script starts with `&`; there it is a way to stop it all the
    // same.
    signals.add(SIGINT);
    signals.add(SIGTERM);
    if (!is_ignored(SIGHUP)) signals.add(SIGHUP);
}

std::string_view describe_stop_signal(int number) {
    switch (number) {
    case SIGINT: return "interrupted (SIGINT)";
    case SIGHUP: return "hung up (SIGHUP)";
    default: return "terminated (SIGTERM)";
    }
}

} // namespace muster::async
