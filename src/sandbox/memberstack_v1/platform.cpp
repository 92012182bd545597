#include "sandbox/memberstack_v1/platform.hpp"

#include "sandbox/memberstack_v1/routes.hpp"

namespace muster::sandbox::memberstack_v1 {

reply platform::answer(request const& r, core::wall_time today, fault const* spoiled) {
    return api_.answer(read_route(r.method, r.target), r.body, today, spoiled);
}

std::string_view platform::call(request const& r) const {
    return to_string(read_route(r.method, r.target).what);
}

bool platform::lists(request const& r) const {
    return read_route(r.method, r.target).what == endpoint::list;
}

bool platform::accepts(std::string_view key) const {
    return key.starts_with("sk_sb_"); // so that no key of a real website ends up here
}

reply platform::error(unsigned status, std::string_view, std::string_view message) const {
    return memberstack_v1::error(status, message);
}

std::optional<std::string> platform::member(std::string_view id) const {
    auto const* const found = api_.members().find(id);
    return found != nullptr ? std::optional(found->whole()) : std::nullopt;
}

} // namespace muster::sandbox::memberstack_v1
