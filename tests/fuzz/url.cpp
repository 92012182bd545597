// The platform's address, as a spec or the command line gives it, and that of a proxy.
#include "http/endpoint.hpp"
#include "http/proxy.hpp"
#include "input.hpp"

#include <stdexcept>

using namespace muster;
using fuzz::check;

namespace {

void check_safe(http::endpoint const& e, std::string_view text) {
    for (auto const& part : {e.host, e.host_header(), e.host_and_port(), e.port, e.prefix})
        for (char const c : part) check(c > ' ' && c < '\x7f', "an address is visible ASCII", text);
    check(!e.host.empty() && e.host.find_first_of("/@?#\\[]") == e.host.npos,
          "a host is a name or an address", text);
    check(e.prefix.empty() || (e.prefix.front() == '/' && e.prefix.back() != '/'), "a prefix is a path",
          text);
    check(e.prefix.find_first_of("?#") == e.prefix.npos, "a prefix is nothing but a path", text);
    auto const port = std::stoul(e.port);
    check(port >= 1 && port <= 65535 && std::to_string(port) == e.port, "a port is one", text);
    bool const loopback = e.host == "localhost" || e.host == "::1" || e.host.starts_with("127.");
    check(e.tls || loopback, "plain http goes to this machine only", text);
}

void check_proxy(std::string_view text) {
    if (text.find('@') != text.npos) return; // each password would be remembered, to be hidden
    try {
        auto const p = http::parse_proxy(text);
        for (auto const& part : {p.host + p.port, p.authorization})
            for (char const c : part) check(c >= ' ' && c < '\x7f', "a proxy is visible ASCII", text);
        check(p.host.find(' ') == p.host.npos, "a host holds no space", text);
        check(!p.host.empty() && !p.port.empty(), "a proxy has a host and a port", text);
    } catch (std::invalid_argument const& why) {
        fuzz::check_shown(why.what(), 200, "a mistake is said in words of ours");
    }
    static_cast<void>(http::is_exempt(text, "a.example", "443"));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::text_of(data, size);
    check_proxy(text);
    http::endpoint e;
    try {
        e = http::parse_endpoint(text);
    } catch (std::invalid_argument const& why) {
        fuzz::check_shown(why.what(), 200, "a mistake is said in words of ours");
        return 0;
    }
    check_safe(e, text);
    auto const again = http::parse_endpoint((e.tls ? "https://" : "http://") + e.host_header() + e.prefix);
    check(again.host_and_port() == e.host_and_port() && again.prefix == e.prefix && again.tls == e.tls,
          "an address that is written down is the same one", text);
    return 0;
}
