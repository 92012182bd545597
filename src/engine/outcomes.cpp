#include "engine/outcomes.hpp"

#include "core/redact.hpp"

namespace muster::engine {

namespace {
// A rate of failures says little about the first few members.
constexpr std::uint64_t fewest_for_rate = 20;
} // namespace

void outcomes::settle(journal::member_settled s) {
    s.code = core::printable(core::redact(s.code));
    s.message = core::printable(core::redact(s.message));
    journal_.write(s);
    watcher_.settled(s);
    check_limits();
}

void outcomes::check_limits() {
    if (stopping_.requested()) return;
    auto const& totals = journal_.state().totals();
    auto const failed = totals.of(core::outcome::failed) + totals.of(core::outcome::unknown);
    auto const settled = totals.settled();
    if (limits_.failures && failed >= *limits_.failures) {
        stop_reason_ = std::to_string(failed) + " members failed, and stopAfter.failures is "
                       + std::to_string(*limits_.failures);
    } else if (limits_.failure_rate && settled >= fewest_for_rate
               && static_cast<double>(failed) > *limits_.failure_rate * static_cast<double>(settled)) {
        stop_reason_ = std::to_string(failed) + " of " + std::to_string(settled)
                       + " members failed, more than stopAfter.failureRate allows";
    } else {
        return;
    }
    stopping_.request();
}

} // namespace muster::engine
