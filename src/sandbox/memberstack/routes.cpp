#include "sandbox/memberstack/routes.hpp"

#include <utility>

namespace muster::sandbox::memberstack {
namespace {

using segments = std::vector<std::string>;

endpoint endpoint_of(std::string_view method, segments const& path) {
    if (path.empty() || path.size() > 3 || path[0] != "members") return endpoint::unknown;
    if (path.size() == 1) {
        if (method == "GET") return endpoint::list;
        if (method == "POST") return endpoint::create;
    } else if (path.size() == 2) {
        if (method == "GET") return endpoint::get;
        if (method == "PATCH") return endpoint::update;
        if (method == "DELETE") return endpoint::remove;
        if (method == "POST" && path[1] == "verify-token") return endpoint::verify_token;
    } else if (method == "POST") {
        if (path[2] == "add-plan") return endpoint::add_plan;
        if (path[2] == "remove-plan") return endpoint::remove_plan;
    }
    return endpoint::unknown;
}

} // namespace

route read_route(std::string_view method, std::string_view target) {
    route r;
    auto found = read_target(target);
    if (!found) return r;
    static_cast<sandbox::target&>(r) = std::move(*found);
    r.what = endpoint_of(method, r.path);
    if (r.path.size() > 1) r.member = r.path[1];
    return r;
}

std::string_view to_string(endpoint e) {
    switch (e) {
    case endpoint::list: return "GET /members";
    case endpoint::create: return "POST /members";
    case endpoint::verify_token: return "POST /members/verify-token";
    case endpoint::get: return "GET /members/{id}";
    case endpoint::update: return "PATCH /members/{id}";
    case endpoint::remove: return "DELETE /members/{id}";
    case endpoint::add_plan: return "POST /members/{id}/add-plan";
    case endpoint::remove_plan: return "POST /members/{id}/remove-plan";
    case endpoint::unknown: break;
    }
    return "unknown";
}

} // namespace muster::sandbox::memberstack
