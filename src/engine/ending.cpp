#include "engine/ending.hpp"

#include "core/time.hpp"
#include "engine/refusal.hpp"

namespace muster::engine {
namespace {

/// Nothing, where a resume needs no more than to be asked for.
std::string_view cause_of(stop_reason const& why) {
    switch (why.what) {
    case stop_reason::kind::canary: return journal::ending_canary;
    case stop_reason::kind::surplus: return journal::ending_surplus;
    case stop_reason::kind::limit: return journal::ending_limit;
    case stop_reason::kind::window: return journal::ending_window;
    case stop_reason::kind::signal: return journal::ending_signal;
    case stop_reason::kind::quota: return journal::ending_quota;
    case stop_reason::kind::asked:
    case stop_reason::kind::failures: break;
    }
    return {};
}

void note_error(journal::run_ended& to, std::exception_ptr const& error) {
    try {
        std::rethrow_exception(error);
    } catch (operation_refused const& e) {
        to.cause = journal::ending_operation;
        to.reason = e.what();
    } catch (sink_unfit const& e) {
        to.cause = journal::ending_unfit;
        to.reason = e.what();
    } catch (std::exception const& e) {
        to.cause = journal::ending_error;
        to.reason = e.what();
    }
}

} // namespace

journal::run_ended ending_of(run_result const& result, std::exception_ptr const& error) {
    journal::run_ended ending;
    ending.complete = result.complete;
    if (result.removed) ending.reason = *result.removed;
    if (result.withheld) {
        ending.reason = *result.withheld;
        ending.cause = journal::ending_withheld;
    }
    if (result.stopped) {
        ending.reason = result.stopped->words;
        ending.cause = cause_of(*result.stopped);
        if (result.stopped->until) ending.until = core::to_iso8601(*result.stopped->until);
    }
    if (error) note_error(ending, error);
    return ending;
}

} // namespace muster::engine
