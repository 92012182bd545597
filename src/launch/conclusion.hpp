#pragma once
#include "core/errors.hpp"
#include "engine/run_result.hpp"
#include "journal/state.hpp"

#include <exception>
#include <string>

namespace muster::launch {

/// What the end of a run amounts to.
struct conclusion {
    core::exit_status status = core::exit_status::ok;
    bool complete = false; ///< the job is; else a resume goes on with it
    std::string reason;    ///< why not, for people; holds no key
};

/// `result` = how the run ended, or, if it ended by an exception, that one in `error`. `totals` = of the
/// whole job at that moment.
conclusion conclude(engine::run_result const& result, std::exception_ptr const& error,
                    journal::counts const& totals);

} // namespace muster::launch
