#pragma once
#include "spec/spec.hpp"

namespace muster::cli {

/// What is to happen outside a spec's windows.
struct window_choices {
    bool ignore = false; ///< requests are sent all the same
    bool wait = false;   ///< the next one is waited for
    bool quiet = false;  ///< without a word
};

/// Returns once requests may be sent. Throws core::job_error(stopped), nothing having been sent: the window
/// is closed and nobody said what to do then; or a signal ended the wait.
void await_window(spec::spec const& spec, window_choices const& choices);

} // namespace muster::cli
