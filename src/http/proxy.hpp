#pragma once
#include <string>
#include <string_view>

namespace muster::http {

/// A proxy that leads to a platform by CONNECT: it carries TLS, and sees neither key nor requests.
struct proxy {
    std::string host;          ///< name or address, without brackets
    std::string port;          ///< decimal
    std::string authorization; ///< value of Proxy-Authorization; a secret; empty = none

    /// `host:port`, for messages.
    [[nodiscard]] std::string host_and_port() const;
};

/// Reads `[http://][user:password@]host[:port][/]`, the port being 80 if none is given. User and password are
/// registered for redaction. Throws std::invalid_argument with a sentence on what is wrong, which quotes
/// nothing.
proxy parse_proxy(std::string_view url);

/// Whether a list as in NO_PROXY exempts a platform's host from going through a proxy. By curl's rules: names
/// and addresses between commas or spaces; a name also stands for what ends in it behind a dot, with or
/// without a dot before it; `*` alone stands for everything. An entry with a port, which curl does not know,
/// is for that port only.
bool is_exempt(std::string_view list, std::string_view host, std::string_view port);

} // namespace muster::http
