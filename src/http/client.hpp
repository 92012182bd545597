#pragma once
#include "core/time.hpp"
#include "http/far_end.hpp"
#include "http/proxy.hpp"
#include "http/transport.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace muster::http {

/// How to reach one platform.
struct client_options {
    std::string base_url;             ///< http or https, host, optional port and path; no trailing slash
    std::string secret_header;        ///< name of the header that carries the key; empty = there is none
    std::string secret_value;         ///< its value; goes into requests and nowhere else
    std::string more_fields;          ///< header fields beside that one, each with its line end
    std::optional<proxy> via;         ///< leads to the platform where that is https; nullopt = none
    std::filesystem::path ca_file;    ///< PEM bundle to trust instead of the system's; empty = the system's
    core::duration connect_timeout{}; ///< for the TCP connection and the TLS handshake, each
    core::duration request_timeout{}; ///< from the first byte sent to the last byte received
    std::size_t reply_limit = 0;      ///< bytes of one reply's body
};

/// A pool of keep-alive connections to one platform, straight or by way of a proxy, over TCP or TLS (1.2 or
/// later, certificate and host name verified against the subject alternative names). Connections are made on
/// demand, as many as are asked for at once; idle ones are kept until the peer closes them. One thread. It
/// must outlive what it lent, and every coroutine that waits in it.
class client final : public transport {
public:
    /// Throws core::job_error(usage) if the base URL or the CA file cannot be used.
    client(boost::asio::any_io_executor executor, client_options options);
    ~client() override;
    client(client const&) = delete;
    client& operator=(client const&) = delete;

    boost::asio::awaitable<acquired> acquire() override;
    std::unique_ptr<connection> take_idle() override;
    void release(std::unique_ptr<connection> c) override;
    void interrupt() override;
    void abort() override;

    /// `host:port` as dialled, for messages and for the host-wide limiter's file.
    [[nodiscard]] std::string const& host_and_port() const;

    /// What the connection met that was opened last.
    [[nodiscard]] far_end const& met() const;

    struct implementation;

private:
    std::unique_ptr<implementation> self_;
};

} // namespace muster::http
