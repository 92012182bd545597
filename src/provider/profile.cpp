#include "provider/profile.hpp"

#include "core/path.hpp"

#include <algorithm>

namespace muster::provider {

namespace {
constexpr std::chrono::minutes longest_of_rates{1};
}

double requests_per_second(profile const& p) {
    double least = 0;
    for (auto const& l : p.limits) {
        if (l.window > longest_of_rates) continue;
        auto const rate = static_cast<double>(l.requests) / std::chrono::duration<double>(l.window).count();
        least = least > 0 ? std::min(least, rate) : rate;
    }
    return least;
}

std::vector<limit> quotas(profile const& p) {
    std::vector<limit> longer;
    for (auto const& l : p.limits)
        if (l.window > longest_of_rates) longer.push_back(l);
    return longer;
}

std::size_t members_per_request(profile const& p, core::change const& c) {
    for (auto const& b : p.can.bulks)
        if (b.change == core::kind_of(c)) return b.members;
    return 1;
}

std::size_t members_per_look(profile const& p, core::change const& c) {
    if (!core::makes_member(c)) return p.can.looked_up_at_once;
    return std::max<std::size_t>(1, p.can.looked_up_by_reference);
}

std::string_view reference_of(profile const& p, core::member const& m) {
    auto const& name = p.vocabulary.reference;
    if (name == "email") return m.email;
    auto const* const value = m.document != nullptr ? core::path(name).find(*m.document) : nullptr;
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view();
}

} // namespace muster::provider
