#include "web/live.hpp"

#include "http/as_result.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <chrono>
#include <exception>

namespace muster::web {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds looked_every{2};
constexpr std::chrono::seconds breathes_every{15}; // so that no proxy takes the silence for the end

} // namespace

live::live(asio::any_io_executor const& on, std::string const& place)
    : executor_(on),
      jobs_(place),
      thread_(on),
      next_(on) {}

asio::awaitable<std::string> live::look() {
    std::string text;
    auto work = [this, &text] { text = jobs_.look(std::chrono::system_clock::now()); };
    co_await async::run_blocking(thread_, work);
    co_return text;
}

void live::follow(std::shared_ptr<http::served_stream> to) {
    if (stopped_) return to->end();
    fresh_.push_back(std::move(to));
    next_.cancel();
    if (!std::exchange(telling_, true)) asio::co_spawn(executor_, tell_on(), asio::detached);
}

void live::stop() {
    stopped_ = true;
    next_.cancel();
    for (auto const& each : followers_) each->end();
    for (auto const& each : fresh_) each->end();
}

void live::tell(std::string const& event) {
    std::erase_if(followers_, [&](auto const& each) { return !each->write(event); });
}

asio::awaitable<void> live::tell_on() {
    std::string last;
    auto spoke = std::chrono::steady_clock::now();
    while (!stopped_ && !(followers_.empty() && fresh_.empty())) {
        std::string text;
        try {
            auto seen = co_await look();
            text = std::move(seen);
        } catch (std::exception const&) { // the next look may find more; what was told last still stands
            text = last.empty() ? "[]" : last;
        }
        auto const event = "event: jobs\ndata: " + text + "\n\n";
        auto const now = std::chrono::steady_clock::now();
        if (text != last) {
            tell(event);
            spoke = now;
        } else if (now - spoke >= breathes_every) {
            tell(": still here\n\n");
            spoke = now;
        }
        last = std::move(text);
        for (auto& each : std::exchange(fresh_, {}))
            if (each->write(event)) followers_.push_back(std::move(each));
        next_.expires_after(looked_every);
        co_await next_.async_wait(http::as_result);
    }
    telling_ = false;
}

} // namespace muster::web
