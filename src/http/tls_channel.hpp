#pragma once
#include "http/channel.hpp"
#include "http/tls.hpp"

#include <memory>
#include <string>

namespace muster::http {

/// TLS over a socket.
class tls_channel final : public channel {
public:
    /// For a connection to `host`. Both references must outlive it. Throws core::job_error(internal) if
    /// OpenSSL cannot set it up.
    tls_channel(watched_socket& over, tls_client& with, std::string const& host);
    ~tls_channel() override;
    tls_channel(tls_channel const&) = delete;
    tls_channel& operator=(tls_channel const&) = delete;

    /// Goes on with the handshake. `done` says that it is made.
    attempt shake_hands();
    attempt write(std::string_view bytes) override;
    attempt read(char* into, std::size_t size) override;
    bool quiet() override;

    [[nodiscard]] SSL* native_handle() const { return connection_; }

private:
    struct socket_bio;
    attempt judge(int result);

    plain_channel below_; // what OpenSSL reads and writes by
    watched_socket& socket_;
    SSL* connection_;                  // owned
    bool fresh_ = true;                // nothing was written since the handshake
    boost::system::error_code broken_; // what the socket failed of
};

} // namespace muster::http
