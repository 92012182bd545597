#include "sandbox/memberstack/platform.hpp"

#include "sandbox/memberstack/routes.hpp"

namespace muster::sandbox::memberstack {

reply platform::answer(request const& r, core::wall_time today, fault const* spoiled) {
    return api_.answer(read_route(r.method, r.target), r.body, today, spoiled);
}

std::string_view platform::call(request const& r) const {
    return to_string(read_route(r.method, r.target).what);
}

bool platform::lists(request const& r) const {
    return r.method == "GET" && r.path() == "/members";
}

bool platform::accepts(std::string_view key) const {
    return key.starts_with("sk_sb_");
}

reply platform::refuse(std::string_view key) const {
    // As other public clients met it, October 2026.
    bool const well_formed = key.starts_with("sk_") && key.size() > 3;
    return error_reply(well_formed ? 401 : 400, "validation/invalid-secret-key",
                       "The secret key is missing or not valid.");
}

reply platform::error(unsigned status, std::string_view code, std::string_view message) const {
    return error_reply(status, code, message);
}

std::optional<std::string> platform::member(std::string_view id) const {
    auto const* const found = members().find(id);
    return found != nullptr ? std::optional(found->whole()) : std::nullopt;
}

} // namespace muster::sandbox::memberstack
