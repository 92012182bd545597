#pragma once
#include "core/errors.hpp"
#include "engine/preview.hpp"
#include "launch/descent.hpp"
#include "spec/spec.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace muster::cli {

/// How a plan is shown.
struct plan_output {
    std::string form = "table"; ///< or `json` or `jsonl`
    /// Where the whole of it is kept, to be applied later; empty = nowhere.
    std::filesystem::path keep{};
};

/// Prints whom a spec would change, how, and what it would cost, and changes nothing. `from` = of a job that
/// comes from another. Throws core::job_error.
core::exit_status show_plan(spec::spec spec, engine::preview_choices choices, plan_output const& output,
                            std::optional<launch::descent> const& from = {});

} // namespace muster::cli
