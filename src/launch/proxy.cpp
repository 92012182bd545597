#include "launch/proxy.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "http/endpoint.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace muster::launch {

namespace {

struct variable {
    std::string name;
    std::string value; ///< empty = not set
};

/// The lower-case one comes first, as for curl.
variable variable_of(char const* lower, char const* upper) {
    for (auto const* const name : {lower, upper}) {
        auto const* const value = std::getenv(name);
        if (value != nullptr && *value != '\0') return {name, value};
    }
    return {upper, {}};
}

[[noreturn]] void refuse(std::string const& name, std::string const& why) {
    throw core::job_error(core::exit_status::usage, "the proxy (env " + core::printable(name)
                                                        + ") cannot be used: it " + why
                                                        + ". Nothing was sent.");
}

http::proxy read(variable const& v) {
    try {
        return http::parse_proxy(v.value);
    } catch (std::invalid_argument const& why) {
        refuse(v.name, why.what());
    }
}

std::optional<http::proxy> by_environment(http::endpoint const& to) {
    auto const named = variable_of("https_proxy", "HTTPS_PROXY");
    if (named.value.empty()) return std::nullopt;
    if (http::is_exempt(variable_of("no_proxy", "NO_PROXY").value, to.host, to.port)) return std::nullopt;
    return read(named);
}

} // namespace

std::optional<http::proxy> proxy_for(spec::endpoint const& at) {
    using kind = spec::proxy_choice::kind;
    auto const to = http::parse_endpoint(at.base_url);
    if (!to.tls) return std::nullopt; // loopback
    switch (at.proxy.from) {
    case kind::environment: return by_environment(to);
    case kind::none: return std::nullopt;
    case kind::url: return http::parse_proxy(at.proxy.value);
    case kind::env: break;
    }
    auto const* const value = std::getenv(at.proxy.value.c_str());
    if (value == nullptr || *value == '\0') refuse(at.proxy.value, "is not set");
    return read({at.proxy.value, value});
}

} // namespace muster::launch
