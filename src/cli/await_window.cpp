#include "cli/await_window.hpp"

#include "async/stop_signals.hpp"
#include "core/errors.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>

namespace muster::cli {

namespace asio = boost::asio;

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using clock = std::chrono::system_clock;

// Machines sleep, and clocks are set: the clock on the wall is looked at so often.
constexpr seconds looked_every{1};

[[noreturn]] void stay_out(std::string const& why) {
    throw core::job_error(core::exit_status::stopped, why + ". Nothing was sent.");
}

/// Sleeps until one is open.
void sleep(schedule::windows const& windows) {
    asio::io_context loop(1);
    asio::steady_timer timer(loop);
    asio::signal_set signals(loop);
    async::add_stop_signals(signals);
    int stopped_by = 0;
    signals.async_wait([&](boost::system::error_code error, int number) {
        if (error) return;
        stopped_by = number;
        timer.cancel();
    });
    std::function<void()> look = [&] {
        auto const now = clock::now();
        auto const opens = windows.opens_from(now);
        if (stopped_by != 0 || !opens || *opens <= now) {
            signals.cancel();
            return;
        }
        auto const step = std::min<clock::duration>(*opens - now, looked_every);
        timer.expires_after(std::max<clock::duration>(step, milliseconds(1)));
        timer.async_wait([&](boost::system::error_code) { look(); });
    };
    look();
    loop.run();
    if (stopped_by != 0)
        stay_out("the wait for the window was " + std::string(async::describe_stop_signal(stopped_by)));
}

} // namespace

void await_window(spec::spec const& spec, window_choices const& choices) {
    auto const& windows = spec.windows;
    auto const now = clock::now();
    if (choices.ignore || windows.open_at(now)) return;
    auto const opens = windows.opens_from(now);
    if (!opens) stay_out("the window does not open in the next weeks");
    auto const closed = "the window is closed; it opens " + windows.describe(*opens);
    if (!choices.wait)
        stay_out(closed + ": come back then, or add --wait, or --ignore-window to send all the same");
    if (!choices.quiet) std::cerr << "muster: " << closed << "; waiting for it\n";
    sleep(windows);
}

} // namespace muster::cli
