#include "engine/refusal.hpp"

#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/redact.hpp"

namespace muster::engine {

void stop_refused(core::refused const& r, spec::spec const& spec) {
    using cause = core::refused::cause;
    auto const words = core::printable(core::redact(r.message));
    switch (r.what) {
    case cause::credentials:
    case cause::permission:
        throw core::job_error(core::exit_status::refused,
                              "the platform refused the key from " + spec.key.name + " (" + words
                                  + "). A job that has begun goes on with another key by muster "
                                    "resume JOB --new-key");
    case cause::operation:
        throw operation_refused(core::exit_status::stopped,
                                "the platform refused what the operation asks for, for any member: " + words);
    case cause::address: break;
    }
    throw core::job_error(core::exit_status::stopped, words);
}

} // namespace muster::engine
