#pragma once
#include "core/time.hpp"

#include <boost/asio/ssl/context.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace muster::http {

/// The client side of TLS for one platform: trust, protocol versions, and the session that spares later
/// connections a full handshake.
class tls_client {
public:
    /// Trusts `ca_file` (PEM), or the system's store where it is empty. Throws core::job_error(usage) if the
    /// file cannot be used.
    explicit tls_client(std::filesystem::path const& ca_file);
    ~tls_client();
    tls_client(tls_client const&) = delete;
    tls_client& operator=(tls_client const&) = delete;

    [[nodiscard]] boost::asio::ssl::context& context() { return context_; }

    /// Readies one connection: server name indication, the name or address that the certificate must be for
    /// (by its subject alternative names; the common name does not count), and the last session if there is
    /// one.
    void prepare(SSL* connection, std::string const& host);

    /// Whether bytes of the peer wait inside TLS, where the socket does not show them any more.
    static bool holds_more(SSL* connection);

    /// Readies a connection for being closed without TLS's goodbye: its session stays good for others.
    static void part(SSL* connection);

    /// What the verification found wrong with the peer's certificate, for people; empty if it found nothing.
    static std::string distrust(SSL* connection, std::string const& host);

    /// The version of TLS that a connection speaks, e.g. `TLSv1.3`.
    static std::string version(SSL* connection);

    /// When the peer's certificate ends; nullopt if that cannot be told.
    static std::optional<core::wall_time> certificate_ends(SSL* connection);

    /// Whether a handshake failed because the peer speaks older versions of TLS only.
    static bool too_old(boost::system::error_code const& error);

private:
    boost::asio::ssl::context context_;
    SSL_SESSION* session_ = nullptr; // owned
};

} // namespace muster::http
