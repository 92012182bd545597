#include "sandbox/publisher/platform.hpp"

namespace muster::sandbox::publisher {
namespace {

endpoint endpoint_of(request const& r) {
    constexpr std::string_view folder = "/publisher.v1/member/";
    auto const path = r.path();
    if (r.method != "POST" || !path.starts_with(folder)) return endpoint::unknown;
    auto const name = path.substr(folder.size());
    if (name == "bulk-upsert") return endpoint::upsert;
    if (name == "list") return endpoint::list;
    if (name == "get") return endpoint::get;
    if (name == "bulk-delete") return endpoint::remove;
    return endpoint::unknown;
}

} // namespace

reply platform::answer(request const& r, core::wall_time, fault const* spoiled) {
    return api_.answer(endpoint_of(r), r.body, spoiled);
}

std::string_view platform::call(request const& r) const {
    switch (endpoint_of(r)) {
    case endpoint::upsert: return "POST bulk-upsert";
    case endpoint::list: return "POST list";
    case endpoint::get: return "POST get";
    case endpoint::remove: return "POST bulk-delete";
    case endpoint::unknown: break;
    }
    return "unknown";
}

bool platform::lists(request const& r) const {
    return endpoint_of(r) == endpoint::list && r.body.find("\"filters\"") == std::string::npos;
}

reply platform::error(unsigned status, std::string_view code, std::string_view message) const {
    return error_reply(status, code, message);
}

std::optional<std::string> platform::member(std::string_view id_or_ref) const {
    auto const* found = members().by_id(id_or_ref);
    if (found == nullptr) found = members().by_ref(id_or_ref);
    return found != nullptr ? std::optional(found->text) : std::nullopt;
}

} // namespace muster::sandbox::publisher
