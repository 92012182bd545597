#include "sandbox/memberpulse/platform.hpp"

namespace muster::sandbox::memberpulse {

reply platform::answer(request const& r, core::wall_time today, fault const* spoiled) {
    return api_.answer(read_route(r.method, r.target), r.body, today, spoiled);
}

std::string_view platform::call(request const& r) const {
    return name_of(read_route(r.method, r.target));
}

bool platform::lists(request const& r) const {
    return read_route(r.method, r.target).what == memberpulse::call::list;
}

reply platform::error(unsigned status, std::string_view code, std::string_view message) const {
    return problem(status, code, message);
}

std::optional<std::string> platform::member(std::string_view id) const {
    auto const* const found = api_.find(id);
    return found != nullptr ? std::optional(found->text) : std::nullopt;
}

} // namespace muster::sandbox::memberpulse
