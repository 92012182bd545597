#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::web {

/// Where to listen.
struct listen_place {
    std::string address = "127.0.0.1"; ///< IPv4, or IPv6 without brackets
    std::uint16_t port = 8080;         ///< 0 = any free one
    bool loopback = true;              ///< nobody reaches it from another machine

    /// `127.0.0.1:8080`, `[::1]:8080`: as the field Host has it.
    [[nodiscard]] std::string text() const;
};

/// Reads `ADDRESS:PORT`, `[ADDRESS]:PORT` or `localhost:PORT`; nullopt for anything else.
std::optional<listen_place> read_listen_place(std::string_view text);

/// Whether it is an IP address.
bool is_address(std::string const& text);

/// What the field Host may say of whoever listens there, in lower case: its address, localhost, and these
/// names, with their own port or that of the place.
std::vector<std::string> hosts_of(listen_place const& where, std::vector<std::string> const& names);

} // namespace muster::web
