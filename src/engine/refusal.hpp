#pragma once
#include "core/verdict.hpp"
#include "spec/spec.hpp"

namespace muster::engine {

/// Stops the job for something that concerns all its members: throws core::job_error, `refused` for the key,
/// else `stopped`.
[[noreturn]] void stop_refused(core::refused const& r, spec::spec const& spec);

} // namespace muster::engine
