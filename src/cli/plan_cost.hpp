#pragma once
#include "engine/forecast.hpp"
#include "engine/preview.hpp"
#include "spec/spec.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace muster::cli {

/// What a job would cost, begun when it was looked at.
struct plan_cost {
    std::uint64_t requests = 0;
    double rate = 0; ///< requests/s, in the window that is open, or opens next
    engine::forecast ahead;
    bool of_kept = false; ///< of just whom a plan names, each of whom is looked at first
};

/// nullopt where that cannot be told. `kept` = of a plan that is kept.
std::optional<plan_cost> plan_cost_of(engine::preview const& p, spec::spec const& spec, bool kept,
                                      core::wall_time now);

std::string words_of(plan_cost const& c, engine::preview const& p);

} // namespace muster::cli
