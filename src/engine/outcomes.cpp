#include "engine/outcomes.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"

namespace muster::engine {

namespace {
// A rate of failures says little about the first few members.
constexpr std::uint64_t fewest_for_rate = 20;
} // namespace

void outcomes::settle(journal::member_settled s) {
    s.code = core::printable(core::redact(s.code));
    s.message = core::printable(core::redact(s.message));
    recorder_.write(s);
    watcher_.settled(s);
    ++settled_;
    if (s.outcome == core::outcome::failed || s.outcome == core::outcome::unknown) ++failed_;
    check_limits();
}

void outcomes::check_limits() {
    using kind = stop_reason::kind;
    if (limits_.failures && failed_ >= *limits_.failures)
        stop_.ask({kind::failures, std::to_string(failed_)
                                       + " members failed in this run, and stopAfter.failures is "
                                       + std::to_string(*limits_.failures)});
    else if (limits_.failure_rate && settled_ >= fewest_for_rate
             && static_cast<double>(failed_) > *limits_.failure_rate * static_cast<double>(settled_))
        stop_.ask(
            {kind::failures, std::to_string(failed_) + " of " + std::to_string(settled_)
                                 + " members failed in this run, more than stopAfter.failureRate allows"});
}

} // namespace muster::engine
