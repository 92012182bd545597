#pragma once
#include <string>
#include <string_view>

namespace muster::http {

/// A base URL, taken apart.
struct endpoint {
    bool tls = true;
    std::string host;   ///< name or address, without brackets
    std::string port;   ///< decimal
    std::string prefix; ///< path that every target stands below; empty or `/...` without a trailing slash

    /// `host:port` (`[host]:port` for IPv6), for messages.
    [[nodiscard]] std::string host_and_port() const;
    /// The value of the Host header: without the port where it is the scheme's own.
    [[nodiscard]] std::string host_header() const;
};

/// Reads `http(s)://host[:port][/path]`. Throws std::invalid_argument with a sentence on what is wrong:
/// another scheme, no host, a host name that begins like an address, a port that is none, user info, a query
/// or a fragment, or plain http to a host that is not loopback (127.0.0.0/8, ::1, localhost).
endpoint parse_endpoint(std::string_view base_url);

} // namespace muster::http
