#include "engine/outcomes.hpp"

#include "core/printable.hpp"
#include "core/redact.hpp"
#include "spec/planned_operation.hpp"

namespace muster::engine {

namespace {
// A rate of failures says little about the first few members.
constexpr std::uint64_t fewest_for_rate = 50;

/// A request to a wrong path finds nobody: to whoever sent it that is a failure, too.
bool is_well(core::outcome o) {
    return o == core::outcome::done || o == core::outcome::already;
}
} // namespace

void outcomes::write(std::vector<journal::member_settled>& all, std::vector<core::duration> const& took) {
    if (all.empty()) return;
    for (auto& s : all) {
        if (!s.code.empty()) s.code = core::printable(core::redact(s.code));
        if (!s.message.empty()) s.message = core::printable(core::redact(s.message));
    }
    tell_of_changes(all);
    all.front().at = recorder_.stamp(); // the others have the same
    recorder_.write(all);
    for (std::size_t i = 0; i < all.size(); ++i) watcher_.settled(all[i], took.at(i));
}

void outcomes::settle(std::vector<journal::member_settled> all, std::vector<core::duration> const& took) {
    write(all, took);
    for (auto const& s : all) {
        ++settled_;
        if (limits_.stale && s.code == spec::stale_code)
            ++stale_;
        else if (!is_well(s.outcome))
            ++not_well_;
        check_limits();
    }
}

void outcomes::set_aside(std::vector<journal::member_settled> all) {
    std::vector<core::duration> const no_request(all.size());
    write(all, no_request);
}

void outcomes::settle(journal::rows_exported const& rows, std::vector<journal::member_settled> failed) {
    settled_ += rows.written + rows.unchanged; // first: a rate of failures is one of the whole page
    std::vector<core::duration> const no_request(failed.size());
    settle(std::move(failed), no_request);
    if (rows.written + rows.unchanged > 0) recorder_.write(rows);
}

void outcomes::tell_of_changes(std::vector<journal::member_settled> const& all) {
    if (examiner_ == nullptr) return;
    auto const& intents = recorder_.state().pending();
    for (auto const& s : all) {
        if (s.outcome != core::outcome::done) continue;
        auto const made = intents.find(s.member);
        if (made != intents.end()) examiner_->note(made->second);
    }
}

void outcomes::check_limits() {
    using kind = stop_reason::kind;
    constexpr char const* came_out = " came out failed, unknown or gone in this run; stopAfter.";
    if (limits_.stale && stale_ > *limits_.stale)
        stop_.ask({kind::failures, std::to_string(stale_)
                                       + " members are not as they were when the plan was made, and at most "
                                       + std::to_string(*limits_.stale)
                                       + " may be so; a new plan shows how they stand now"});
    else if (limits_.failures && not_well_ >= *limits_.failures)
        stop_.ask({kind::failures, std::to_string(not_well_) + " members" + came_out + "failures is "
                                       + std::to_string(*limits_.failures)});
    else if (limits_.failure_rate && settled_ >= fewest_for_rate
             && static_cast<double>(not_well_) > *limits_.failure_rate * static_cast<double>(settled_))
        stop_.ask({kind::failures, std::to_string(not_well_) + " of " + std::to_string(settled_) + " members"
                                       + came_out + "failureRate allows fewer"});
}

} // namespace muster::engine
