#include "launch/conclusion.hpp"

#include "core/redact.hpp"

#include <new>

namespace muster::launch {

using core::exit_status;

namespace {

conclusion conclude_from(std::exception_ptr const& error) {
    try {
        std::rethrow_exception(error);
    } catch (core::job_error const& e) {
        return {e.status(), false, core::redact(e.what())};
    } catch (std::bad_alloc const&) {
        return {exit_status::stopped, false, "there is no memory left"};
    } catch (std::exception const& e) {
        return {exit_status::internal, false, "internal error: " + core::redact(e.what())};
    }
}

} // namespace

conclusion conclude(engine::run_result const& result, std::exception_ptr const& error,
                    journal::counts const& totals) {
    if (error) return conclude_from(error);
    conclusion end{exit_status::ok, result.complete, result.stopped ? result.stopped->words : std::string()};
    if (result.removed) end.reason = *result.removed;
    if (result.withheld) end.reason = *result.withheld;
    bool const some_failed = totals.of(core::outcome::failed) + totals.of(core::outcome::unknown) > 0
                             || result.withheld.has_value();
    bool const as_asked = result.complete || result.stopped_for(engine::stop_reason::kind::limit);
    if (!as_asked)
        end.status = exit_status::stopped;
    else if (some_failed)
        end.status = exit_status::members_failed;
    return end;
}

} // namespace muster::launch
