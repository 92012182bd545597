#include "http/endpoint.hpp"

#include "http/authority.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <stdexcept>

namespace muster::http {

namespace {

bool is_loopback(boost::urls::url_view const& url) {
    switch (url.host_type()) {
    case boost::urls::host_type::ipv4: return url.host_ipv4_address().is_loopback();
    case boost::urls::host_type::ipv6: return url.host_ipv6_address().is_loopback();
    default: return url.host_name() == "localhost";
    }
}

std::string bracketed(std::string const& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

/// The path without trailing slashes.
std::string prefix_of(boost::urls::url_view const& url) {
    std::string path(url.encoded_path());
    // Of a name that begins like an address (`127.0.0.1.example.com`) Boost.URL 1.81 takes the rest for a
    // path.
    if (!path.empty() && path.front() != '/')
        throw std::invalid_argument("names a host that begins like an address");
    while (!path.empty() && path.back() == '/') path.pop_back();
    return path;
}

} // namespace

std::string endpoint::host_and_port() const {
    return bracketed(host) + ":" + port;
}

std::string endpoint::host_header() const {
    bool const usual = port == (tls ? "443" : "80");
    return usual ? bracketed(host) : host_and_port();
}

endpoint parse_endpoint(std::string_view base_url) {
    auto const parsed = boost::urls::parse_uri({base_url.data(), base_url.size()});
    if (!parsed) throw std::invalid_argument("is not a URL; write e.g. https://admin.example.com");
    auto const& url = *parsed;
    if (url.scheme() != "https" && url.scheme() != "http")
        throw std::invalid_argument("must begin with https:// (or http:// for a loopback address)");
    if (url.has_userinfo()) throw std::invalid_argument("must not hold a user name or password");
    if (url.has_query() || url.has_fragment())
        throw std::invalid_argument("must not hold a query or fragment");
    if (url.host().empty() || url.host_type() == boost::urls::host_type::ipvfuture)
        throw std::invalid_argument("names no host");

    endpoint result;
    result.prefix = prefix_of(url);
    result.tls = url.scheme() == "https";
    if (!result.tls && !is_loopback(url))
        throw std::invalid_argument(
            "is plain http, which would show the key to the network; use https (plain http "
            "is for loopback addresses only)");
    result.host = host_of(url);
    result.port = port_of(url);
    return result;
}

} // namespace muster::http
