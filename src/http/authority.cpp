#include "http/authority.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace muster::http {

// Boost.URL decodes what is percent-encoded: a slash or line break must not get
// in so.
std::string host_of(boost::urls::url_view const& url) {
    if (url.host_type() == boost::urls::host_type::ipv6) return url.host_ipv6_address().to_string();
    std::string host(url.host());
    auto const fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
               || c == '.' || c == '_';
    };
    if (!std::all_of(host.begin(), host.end(), fits))
        throw std::invalid_argument("names a host with characters that no host name has; write an "
                                    "international name in its xn-- form");
    return host;
}

// Read from its text, as Boost.URL 1.81's port_number() wraps around.
std::string port_of(boost::urls::url_view const& url) {
    std::string const text(url.port());
    if (text.empty()) return url.scheme() == "https" ? "443" : "80";
    unsigned number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > 65535)
        throw std::invalid_argument("has a port that is not between 1 and 65535");
    return std::to_string(number);
}

} // namespace muster::http
