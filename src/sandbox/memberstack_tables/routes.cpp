#include "sandbox/memberstack_tables/routes.hpp"

#include <utility>
#include <vector>

namespace muster::sandbox::memberstack_tables {

namespace {

/// `path`: behind /v2/data-tables.
call call_of(std::string_view method, std::vector<std::string> const& path) {
    if (path.empty()) return method == "GET" ? call::tables : call::unknown;
    if (path.size() == 1) return method == "GET" ? call::table : call::unknown;
    if (path[1] != "records" || path.size() > 3) return call::unknown;
    if (path.size() == 2) return method == "POST" ? call::create : call::unknown;
    if (method == "POST") return path[2] == "query" ? call::query : call::unknown;
    if (method == "PUT") return call::update;
    return method == "DELETE" ? call::remove : call::unknown;
}

} // namespace

route read_route(std::string_view method, std::string_view target) {
    route r;
    auto found = read_target(target);
    if (!found) return r;
    static_cast<sandbox::target&>(r) = std::move(*found);
    if (r.path.size() < 2 || r.path[0] != "v2" || r.path[1] != "data-tables") return r;
    std::vector<std::string> const behind(r.path.begin() + 2, r.path.end());
    r.what = call_of(method, behind);
    if (!behind.empty()) r.table = behind[0];
    if (behind.size() > 2) r.record = behind[2];
    return r;
}

std::string_view name_of(call c) {
    switch (c) {
    case call::tables: return "GET /v2/data-tables";
    case call::table: return "GET /v2/data-tables/{table}";
    case call::create: return "POST /v2/data-tables/{table}/records";
    case call::query: return "POST /v2/data-tables/{table}/records/query";
    case call::update: return "PUT /v2/data-tables/{table}/records/{id}";
    case call::remove: return "DELETE /v2/data-tables/{table}/records/{id}";
    case call::unknown: break;
    }
    return "unknown";
}

} // namespace muster::sandbox::memberstack_tables
