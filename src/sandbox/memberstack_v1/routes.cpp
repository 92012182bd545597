#include "sandbox/memberstack_v1/routes.hpp"

#include <utility>

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

route read_route(std::string_view method, std::string_view target) {
    route r;
    auto found = read_target(target);
    if (!found) return r;
    static_cast<sandbox::target&>(r) = std::move(*found);
    if (!r.path.empty() && r.path.front() == "v1") r.path.erase(r.path.begin());
    r.what = endpoint_of(method, r.path);
    if (r.path.size() > 1) r.member = r.path[1];
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
