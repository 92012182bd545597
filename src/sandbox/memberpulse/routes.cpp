#include "sandbox/memberpulse/routes.hpp"

#include <utility>

namespace muster::sandbox::memberpulse {

namespace {

call on_list(std::string_view method) {
    if (method == "GET") return call::list;
    return method == "POST" ? call::create : call::unknown;
}

call on_record(std::string_view method) {
    if (method == "GET") return call::get;
    if (method == "PUT") return call::update;
    return method == "DELETE" ? call::remove : call::unknown;
}

call on_hooks(std::string_view method, bool one) {
    if (one) return method == "DELETE" ? call::remove_hook : call::unknown;
    if (method == "GET") return call::list_hooks;
    return method == "POST" ? call::add_hook : call::unknown;
}

void find_call(std::string_view method, std::vector<std::string> const& path, route& r) {
    if (path.size() < 2 || path.size() > 3 || path[0] != "api") return;
    bool const one = path.size() == 3;
    if (one) r.id = path[2];
    if (path[1] == "webhooks") r.what = on_hooks(method, one);
    for (auto const each : all_resources) {
        if (path[1] != word_of(each)) continue;
        r.of = each;
        r.what = one ? on_record(method) : on_list(method);
    }
}

} // namespace

route read_route(std::string_view method, std::string_view target) {
    route r;
    auto found = read_target(target);
    if (!found) return r;
    static_cast<sandbox::target&>(r) = std::move(*found);
    find_call(method, r.path, r);
    return r;
}

std::string_view name_of(route const& r) {
    constexpr std::string_view names[][5] = {
        {"GET /api/members", "POST /api/members", "GET /api/members/{id}", "PUT /api/members/{id}",
         "DELETE /api/members/{id}"},
        {"GET /api/events", "POST /api/events", "GET /api/events/{id}", "PUT /api/events/{id}",
         "DELETE /api/events/{id}"},
        {"GET /api/courses", "POST /api/courses", "GET /api/courses/{id}", "PUT /api/courses/{id}",
         "DELETE /api/courses/{id}"}};
    switch (r.what) {
    case call::list_hooks: return "GET /api/webhooks";
    case call::add_hook: return "POST /api/webhooks";
    case call::remove_hook: return "DELETE /api/webhooks/{id}";
    case call::unknown: return "unknown";
    default: return names[static_cast<std::size_t>(r.of)][static_cast<std::size_t>(r.what)];
    }
}

} // namespace muster::sandbox::memberpulse
