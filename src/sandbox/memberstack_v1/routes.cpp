#include "sandbox/memberstack_v1/routes.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace muster::sandbox::memberstack_v1 {
namespace {

endpoint endpoint_of(std::string_view method, std::vector<std::string> const& path) {
    if (path.empty() || path[0] != "members" || path.size() > 2) return endpoint::unknown;
    if (path.size() == 1) {
        if (method == "GET") return endpoint::list;
        if (method == "POST") return endpoint::create;
    } else {
        if (method == "GET") return endpoint::get;
        if (method == "POST") return endpoint::update;
        if (method == "DELETE") return endpoint::remove;
    }
    return endpoint::unknown;
}

} // namespace

std::string_view route::parameter(std::string_view name) const {
    for (auto const& [key, value] : parameters)
        if (key == name) return value;
    return {};
}

route read_route(std::string_view method, std::string_view target) {
    route r;
    auto const url = boost::urls::parse_origin_form(boost::urls::string_view(target.data(), target.size()));
    if (url.has_error()) return r;
    std::vector<std::string> path;
    for (auto const segment : url->segments()) path.emplace_back(segment.begin(), segment.end());
    if (!path.empty() && path.front() == "v1") path.erase(path.begin());
    if (!path.empty() && path.back().empty()) path.pop_back(); // a trailing slash
    for (auto const& p : url->params()) r.parameters.emplace_back(p.key, p.value);
    r.what = endpoint_of(method, path);
    if (path.size() > 1) r.member = path[1];
    return r;
}

std::string_view to_string(endpoint e) {
    switch (e) {
    case endpoint::list: return "GET /members";
    case endpoint::create: return "POST /members";
    case endpoint::get: return "GET /members/{id}";
    case endpoint::update: return "POST /members/{id}";
    case endpoint::remove: return "DELETE /members/{id}";
    case endpoint::unknown: break;
    }
    return "unknown";
}

} // namespace muster::sandbox::memberstack_v1
