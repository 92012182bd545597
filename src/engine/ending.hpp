#pragma once
#include "engine/run_result.hpp"
#include "journal/record.hpp"

#include <exception>

namespace muster::engine {

/// What the journal keeps of how a run ended: whether the job is complete, why not, and what kind of reason
/// that is. `error` = what ended it, if anything did. The time, and the work that is left, are left empty.
journal::run_ended ending_of(run_result const& result, std::exception_ptr const& error);

} // namespace muster::engine
