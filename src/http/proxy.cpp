#include "http/proxy.hpp"

#include "core/ascii.hpp"
#include "core/digest.hpp"
#include "core/redact.hpp"
#include "http/authority.hpp"
#include "http/endpoint.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <stdexcept>

namespace muster::http {

namespace {

std::string authorization_of(boost::urls::url_view const& url) {
    std::string const user = url.user(), password = url.password();
    auto const coded = core::to_base64(user + ":" + password);
    for (auto const& secret : {password, std::string(url.encoded_password()), coded})
        core::register_secret(secret);
    return "Basic " + coded;
}

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return core::lower_ascii(x) == core::lower_ascii(y); });
}

/// Takes `:port` or `]:port` off the end of an entry, and the brackets of an IPv6 address.
std::string_view split_port(std::string_view& entry) {
    std::string_view port;
    auto const colon = entry.rfind(':');
    bool const bracketed = entry.starts_with('[');
    bool const is_ipv6 = !bracketed && colon != entry.npos && entry.find(':') != colon;
    if (colon != entry.npos && !is_ipv6 && (!bracketed || (colon > 0 && entry[colon - 1] == ']'))) {
        port = entry.substr(colon + 1);
        entry = entry.substr(0, colon);
    }
    if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
    return port;
}

bool covers(std::string_view entry, std::string_view host, std::string_view port) {
    if (entry == "*") return true;
    auto const its_port = split_port(entry);
    if (!its_port.empty() && its_port != port) return false;
    while (entry.starts_with('.')) entry.remove_prefix(1);
    while (entry.ends_with('.')) entry.remove_suffix(1);
    if (entry.empty() || entry.size() > host.size()) return false;
    if (!same(host.substr(host.size() - entry.size()), entry)) return false;
    return host.size() == entry.size() || host[host.size() - entry.size() - 1] == '.';
}

} // namespace

std::string proxy::host_and_port() const {
    return endpoint{false, host, port, {}}.host_and_port();
}

proxy parse_proxy(std::string_view text) {
    std::string const url_text =
        text.find("://") == text.npos ? "http://" + std::string(text) : std::string(text);
    auto const parsed = boost::urls::parse_uri(url_text);
    if (!parsed)
        throw std::invalid_argument(
            "is not the address of a proxy; write e.g. http://proxy.example.com:3128");
    auto const& url = *parsed;
    if (url.scheme() != "http")
        throw std::invalid_argument(
            "must begin with http://: the proxy itself is reached without TLS, and the "
            "platform's TLS goes through it");
    if (url.has_query() || url.has_fragment() || (!url.encoded_path().empty() && url.encoded_path() != "/"))
        throw std::invalid_argument("must hold no path, query or fragment");
    if (url.host().empty() || url.host_type() == boost::urls::host_type::ipvfuture)
        throw std::invalid_argument("names no host");
    proxy result;
    result.host = host_of(url);
    result.port = port_of(url);
    if (url.has_userinfo()) result.authorization = authorization_of(url);
    return result;
}

bool is_exempt(std::string_view list, std::string_view host, std::string_view port) {
    constexpr std::string_view between = ", \t";
    while (host.ends_with('.')) host.remove_suffix(1);
    for (;;) {
        auto const begin = list.find_first_not_of(between);
        if (begin == list.npos) return false;
        list.remove_prefix(begin);
        auto const entry = list.substr(0, list.find_first_of(between));
        if (covers(entry, host, port)) return true;
        list.remove_prefix(entry.size());
    }
}

} // namespace muster::http
