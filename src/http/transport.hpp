#pragma once
#include "http/message.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace muster::http {

/// One connection, lent to one exchange at a time.
class connection {
public:
    virtual ~connection() = default;
    /// Sends and reads one exchange; what came of it is put there, and not handed on from coroutine to
    /// coroutine: it is large. Never throws for a fault of the peer or the network. After a fault the
    /// connection is of no more use.
    virtual boost::asio::awaitable<void> exchange(request const& r, answer& into) = 0;
    /// The same, for who has no place for it.
    boost::asio::awaitable<answer> exchange(request const& r) {
        answer into;
        co_await exchange(r, into);
        co_return into;
    }
};

/// Where requests go: a pool of connections to one platform, or a test's stand-in for it.
class transport {
public:
    virtual ~transport() = default;
    /// What acquire() gives: a connection that is open now, or why there is none.
    using acquired = std::variant<std::unique_ptr<connection>, fault>;
    /// An open connection, kept-alive or new. Asked for before a request's turn under the rate limit comes,
    /// so that setting it up does not make the request late.
    virtual boost::asio::awaitable<acquired> acquire() = 0;
    /// One that is open already and waits for work, if there is any; nullptr: acquire() makes one.
    virtual std::unique_ptr<connection> take_idle() { return nullptr; }
    /// Gives a connection back after its exchange; kept for the next if it is still good.
    virtual void release(std::unique_ptr<connection> c) = 0;
    /// Breaks every exchange under way, as fault_kind::aborted; later ones are as ever.
    virtual void interrupt() = 0;
    /// Breaks every exchange under way, as fault_kind::aborted, and every later one.
    virtual void abort() = 0;
};

} // namespace muster::http
