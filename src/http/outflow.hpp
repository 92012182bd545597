#pragma once
#include "http/served.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <string>
#include <utility>

namespace muster::http {

/// A stream's bytes on their way to a client: what is written is kept until the session takes it, up to
/// `most` bytes. Whoever is so slow that it would be more loses the connection.
class outflow final : public served_stream {
public:
    outflow(boost::asio::any_io_executor const& executor, std::size_t most)
        : most_(most),
          changed_(executor, boost::asio::steady_timer::time_point::max()) {}

    bool write(std::string_view bytes) override {
        if (ended_) return false;
        if (waiting_.size() + bytes.size() > most_) { // it would have to be waited for, or kept
            give_up();
            return false;
        }
        waiting_.append(bytes);
        changed_.cancel();
        return true;
    }
    void end() override {
        ended_ = true;
        changed_.cancel();
    }
    /// Nobody takes anything any more.
    void give_up() {
        waiting_.clear();
        end();
        if (on_give_up) on_give_up();
    }

    /// Suspends until there is something to send; empty = nothing more comes.
    boost::asio::awaitable<std::string> next() {
        while (waiting_.empty() && !ended_)
            co_await changed_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        co_return std::exchange(waiting_, std::string());
    }

    std::function<void()> on_give_up; ///< closes the connection; may be empty

private:
    std::size_t most_;
    std::string waiting_;
    bool ended_ = false;
    boost::asio::steady_timer changed_; // never fires: cancelled to wake up who waits
};

} // namespace muster::http
