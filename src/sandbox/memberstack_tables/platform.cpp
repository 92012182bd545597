#include "sandbox/memberstack_tables/platform.hpp"

namespace muster::sandbox::memberstack_tables {

reply platform::answer(request const& r, core::wall_time today, fault const* spoiled) {
    return api_.answer(read_route(r.method, r.target), r.body, today, spoiled);
}

std::string_view platform::call(request const& r) const {
    return name_of(read_route(r.method, r.target).what);
}

bool platform::lists(request const& r) const {
    if (read_route(r.method, r.target).what != memberstack_tables::call::query) return false;
    auto const read = read_query(r.body, most_);
    auto const* const q = std::get_if<query>(&read);
    return q != nullptr && !q->for_one && !q->count && q->where.empty();
}

reply platform::refuse(std::string_view key) const {
    // As the API for members, whose keys are the same.
    bool const well_formed = key.starts_with("sk_") && key.size() > 3;
    return error_reply(well_formed ? 401 : 400, "validation/invalid-secret-key",
                       "The secret key is missing or not valid.");
}

reply platform::error(unsigned status, std::string_view code, std::string_view message) const {
    return error_reply(status, code, message);
}

std::optional<std::string> platform::member(std::string_view id) const {
    auto const* const found = api_.records().find(id);
    return found != nullptr ? std::optional(found->text) : std::nullopt;
}

} // namespace muster::sandbox::memberstack_tables
