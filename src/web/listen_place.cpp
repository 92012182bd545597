#include "web/listen_place.hpp"

#include "core/ascii.hpp"
#include "core/whole_number.hpp"

#include <arpa/inet.h>
#include <limits>

namespace muster::web {

namespace {

constexpr std::uint16_t usual_port = 80; // of http, which Host then leaves out

bool is_ipv4(std::string const& text) {
    in_addr place{};
    return ::inet_pton(AF_INET, text.c_str(), &place) == 1;
}

bool is_ipv6(std::string const& text) {
    in6_addr place{};
    return ::inet_pton(AF_INET6, text.c_str(), &place) == 1;
}

} // namespace

bool is_address(std::string const& text) {
    return is_ipv4(text) || is_ipv6(text);
}

std::string listen_place::text() const {
    auto const host = address.find(':') == address.npos ? address : "[" + address + "]";
    return host + ":" + std::to_string(port);
}

std::optional<listen_place> read_listen_place(std::string_view text) {
    auto const colon = text.rfind(':');
    if (colon == text.npos) return std::nullopt;
    auto const port = core::whole_number(text.substr(colon + 1));
    if (!port || *port > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
    auto host = text.substr(0, colon);
    bool const bracketed = host.starts_with('[') && host.ends_with(']');
    if (bracketed) host = host.substr(1, host.size() - 2);
    listen_place place;
    place.port = static_cast<std::uint16_t>(*port);
    place.address = host == "localhost" && !bracketed ? "127.0.0.1" : std::string(host);
    if (bracketed ? !is_ipv6(place.address) : !is_ipv4(place.address)) return std::nullopt;
    place.loopback = bracketed ? place.address == "::1" : place.address.starts_with("127.");
    return place;
}

std::vector<std::string> hosts_of(listen_place const& where, std::vector<std::string> const& names) {
    auto const port = ":" + std::to_string(where.port);
    std::vector<std::string> hosts{where.text(), "localhost" + port};
    if (where.port == usual_port) {
        hosts.push_back(where.text().substr(0, where.text().size() - port.size()));
        hosts.emplace_back("localhost");
    }
    for (auto name : names) {
        for (auto& c : name) c = core::lower_ascii(c);
        hosts.push_back(name);
        if (name.find(':') == name.npos) hosts.push_back(name + port);
    }
    return hosts;
}

} // namespace muster::web
