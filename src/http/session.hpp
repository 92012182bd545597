#pragma once
#include "http/server.hpp"

#include <boost/asio/generic/stream_protocol.hpp>

#include <memory>

namespace muster::http {

/// One connection to a server, until either side ends it.
class session {
public:
    virtual ~session() = default;
    /// Reads requests and answers them. The session must be kept until it returns.
    virtual boost::asio::awaitable<void> run() = 0;
    /// Ends it as soon as what is under way is sent.
    virtual void stop() = 0;
    /// Ends it at once.
    virtual void close() = 0;
};

/// A session on a socket that is connected. `answer` and `limits` must outlive it; `from` = who is at the
/// other end.
std::shared_ptr<session> make_session(boost::asio::generic::stream_protocol::socket socket, served_peer from,
                                      answerer const& answer, server_limits const& limits);

} // namespace muster::http
