#pragma once
#include "core/time.hpp"
#include "http/deadlines.hpp"
#include "http/endpoint.hpp"
#include "http/far_end.hpp"
#include "http/message.hpp"
#include "http/proxy.hpp"
#include "http/readiness.hpp"
#include "http/tls.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace muster::http {

using addresses = boost::asio::ip::tcp::resolver::results_type;

/// One TCP or TLS connection that speaks HTTP/1.1.
class link {
public:
    virtual ~link() = default;
    /// Connects to the first of the addresses that answers (the proxy's, if there is one, which is then asked
    /// to lead on), and shakes hands; nullopt = it is open. No byte
    /// of a request is sent.
    virtual boost::asio::awaitable<std::optional<fault>> open(addresses to) = 0;
    /// Writes `request` (a whole request, as bytes) and reads the reply, before those of others if it is
    /// urgent. All must outlive the call.
    virtual boost::asio::awaitable<void> exchange(std::string_view request, bool urgent, answer& into) = 0;
    /// Whether another exchange may follow: the last one ended cleanly and the peer keeps the connection.
    [[nodiscard]] virtual bool reusable() const = 0;
    /// Whether the last one ended as fault_kind::broken.
    [[nodiscard]] virtual bool broken() const = 0;
    /// Whether the peer has neither closed the connection nor said anything that is no reply. An idle
    /// connection that is not quiet must not be used: a request on it would end in doubt.
    [[nodiscard]] virtual bool quiet() = 0;
    /// What open() met; empty before.
    [[nodiscard]] virtual far_end const& met() const = 0;
    /// Closes the socket at once; what is under way ends as fault_kind::aborted.
    virtual void close() = 0;
};

/// What a link needs to know. All references must outlive it.
struct link_options {
    link_options(readiness& all_sockets, deadlines& all_times, endpoint const& where, tls_client* with,
                 proxy const* on_the_way, core::duration to_connect, core::duration to_exchange,
                 std::size_t reply_bytes, std::span<char> to_read_into)
        : sockets(all_sockets),
          times(all_times),
          to(where),
          tls(with),
          via(on_the_way),
          connect_timeout(to_connect),
          request_timeout(to_exchange),
          reply_limit(reply_bytes),
          scratch(to_read_into) {}
    readiness& sockets;
    deadlines& times;
    endpoint const& to;
    tls_client* tls;  ///< nullptr = plain TCP
    proxy const* via; ///< only with TLS; nullptr = none
    core::duration connect_timeout;
    core::duration request_timeout;
    std::size_t reply_limit;
    /// Where bytes are read to before they are parsed, at once: one for all links, as only one reads at a
    /// time, and many that each keep a page's worth of memory would be most of what a run takes.
    std::span<char> scratch;
};

/// A link that is not open yet.
std::unique_ptr<link> make_link(boost::asio::any_io_executor executor, link_options const& options);

} // namespace muster::http
