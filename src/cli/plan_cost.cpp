#include "cli/plan_cost.hpp"

#include "cli/summary.hpp"

#include <cstdio>

namespace muster::cli {

namespace {

// Requests a second where nothing but a quota holds them back.
constexpr double unlimited = 1000;

/// To see everybody who is seen; of a plan that is kept, only those who are to be changed are.
double requests_to_read(engine::preview const& p, spec::spec const& spec, bool kept, double part) {
    if (kept)
        return static_cast<double>(p.to_change)
               / static_cast<double>(
                   provider::members_per_look(spec.platform->about(), provider::sought_by(false)));
    if (p.match) {
        auto const told = p.match->walks ? p.match->walk : p.match->look_ups;
        if (told) return static_cast<double>(*told);
    }
    return static_cast<double>(p.requests) / part;
}

} // namespace

std::optional<plan_cost> plan_cost_of(engine::preview const& p, spec::spec const& spec, bool kept,
                                      core::wall_time now) {
    auto const opens = spec.windows.opens_from(now);
    auto const* const window = opens ? spec.windows.at(*opens) : nullptr;
    plan_cost c;
    c.rate = window != nullptr && window->rate ? *window->rate : spec.pace.requests_per_second;
    auto const part = kept ? std::optional(1.0) : p.part_seen();
    if (!part || (!(c.rate > 0) && p.quotas.empty())) return std::nullopt;
    auto const requests = requests_to_read(p, spec, kept, *part) + p.change_requests / *part;
    double const fast = c.rate > 0 ? c.rate : unlimited;
    journal::work_left const all{requests, fast, c.rate};
    auto const ahead =
        engine::forecast_of(all, *part, spec.windows, spec.pace.requests_per_second, now, p.quotas);
    if (!ahead) return std::nullopt;
    c.requests = static_cast<std::uint64_t>(requests + 0.5);
    c.ahead = *ahead;
    c.of_kept = kept;
    return c;
}

std::string words_of(plan_cost const& c, engine::preview const& p) {
    char rate[32];
    std::snprintf(rate, sizeof rate, "%.6g", c.rate);
    auto text = "about " + core::describe(c.ahead.sending);
    if (c.rate > 0) text += " at " + std::string(rate) + " requests/s";
    for (auto const& q : p.quotas)
        text += (c.rate > 0 ? " and " : " at ") + describe(q.limit) + " (" + std::to_string(c.requests)
                + " are needed)";
    if (c.of_kept) text += ", as each is looked at first";
    if (!p.whole && !c.of_kept) text += ", if the rest of the list is like what was seen";
    return c.ahead.where ? text + "; begun now, it would be " + in_words(c.ahead) : text;
}

} // namespace muster::cli
