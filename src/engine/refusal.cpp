#include "engine/refusal.hpp"

#include "core/errors.hpp"
#include "core/redact.hpp"

namespace muster::engine {

void stop_refused(core::refused const& r, spec::spec const& job) {
    using subject = core::refused::subject;
    auto const words = core::printable(core::redact(r.message));
    switch (r.what) {
    case subject::credentials:
        throw core::job_error(core::exit_status::refused,
                              "the platform refused the key from " + job.key.name + " (" + words + ")");
    case subject::operation:
        throw core::job_error(core::exit_status::stopped,
                              "the platform refused what the operation asks for, for any member: " + words);
    case subject::address: break;
    }
    throw core::job_error(core::exit_status::stopped, words);
}

} // namespace muster::engine
