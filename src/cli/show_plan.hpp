#pragma once
#include "core/errors.hpp"
#include "engine/preview.hpp"
#include "launch/spooled_rows.hpp"
#include "spec/spec.hpp"

#include <string>

namespace muster::cli {

/// Prints whom a spec would change, how, and what it would cost, and changes nothing. `output` = `table`, or
/// `json` or `jsonl`. `input` = what stands for standard input; may be empty. Throws core::job_error.
core::exit_status show_plan(spec::spec spec, engine::preview_choices choices, std::string const& output,
                            launch::spooled_rows::writer const& input = {});

} // namespace muster::cli
