#pragma once
#include "core/errors.hpp"
#include "engine/preview.hpp"
#include "launch/descent.hpp"
#include "spec/spec.hpp"

#include <optional>
#include <string>

namespace muster::cli {

/// Prints whom a spec would change, how, and what it would cost, and changes nothing. `output` = `table`, or
/// `json` or `jsonl`. `from` = of a job that comes from another. Throws core::job_error.
core::exit_status show_plan(spec::spec spec, engine::preview_choices choices, std::string const& output,
                            std::optional<launch::descent> const& from = {});

} // namespace muster::cli
