#include "engine/rollout.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::engine {

namespace {

// Of a step that is a part of a whole that nobody knows.
constexpr std::uint64_t growth_of_steps = 10;

/// How many members match, by what was seen of them; nullopt where that cannot be told.
std::optional<double> likely_matched(journal::state const& s) {
    auto const matched = static_cast<double>(s.matched());
    if (s.list_ended()) return matched;
    if (!s.list_total() || s.seen() == 0) return std::nullopt;
    auto const part = static_cast<double>(s.seen()) / static_cast<double>(*s.list_total());
    return matched / std::min(1.0, part);
}

} // namespace

rollout::rollout(spec::rollout const& terms, bool past, journal::directory const& where,
                 engine::recorder& recorder, stopping& stop, examiner* examine,
                 std::function<std::uint64_t()> const& aside)
    : terms_(terms),
      past_(past),
      recorder_(recorder),
      stop_(stop),
      examine_(examine),
      begun_(recorder.state().totals().settled() + recorder.state().pending().size()),
      aside_(0),
      behind_(recorder.state().last_step()) {
    if (any_left()) aside_ = aside();
    if (examine_ != nullptr && any_left()) examine_->recall(where);
}

std::uint64_t rollout::target_of(spec::rollout::step const& s) const {
    if (s.members) return *s.members + aside_;
    auto const all = likely_matched(recorder_.state());
    auto const part = all ? static_cast<std::uint64_t>(std::ceil(*all * s.share))
                          : std::max<std::uint64_t>(behind_.members, 1) * growth_of_steps;
    // More may have been begun than the same part comes to now: these are judged before others pass.
    return std::max({part, behind_.members + 1, begun_});
}

void rollout::go_to_next() {
    ++behind_.steps;
    behind_.members = begun_;
    recorder_.write(behind_);
    if (examine_ != nullptr) examine_->forget();
    target_.reset();
}

std::uint64_t rollout::room() {
    while (any_left()) {
        if (!target_) target_ = target_of(terms_.steps[behind_.steps]);
        // Of a number: an earlier run went on past it, and an older muster wrote nothing of that.
        bool const over = begun_ > *target_;
        if (!over && !past_) return *target_ - begun_;
        if (!over) excuse();
        go_to_next();
    }
    return std::numeric_limits<std::uint64_t>::max();
}

void rollout::set_aside(std::uint64_t members) {
    begun_ += members;
    aside_ += members;
    if (target_) *target_ += members;
}

std::uint64_t rollout::not_well() const {
    auto const& so_far = recorder_.state().totals();
    return begun_ - aside_ - so_far.of(core::outcome::done) - so_far.of(core::outcome::already);
}

void rollout::excuse() {
    past_ = false;
    behind_.excused = begun_;
    behind_.excused_bad = not_well();
}

boost::asio::awaitable<void> rollout::judged() {
    auto const& so_far = recorder_.state();
    while (so_far.totals().settled() < begun_ && !stop_.requested()) co_await recorder_.changed();
    if (stop_.requested()) co_return;
    auto const bad = std::max(not_well(), behind_.excused_bad) - behind_.excused_bad;
    auto const counted = begun_ - aside_;
    auto const most = static_cast<std::uint64_t>(
        terms_.most_failed * static_cast<double>(counted - std::min(counted, behind_.excused)));
    auto const first = "of the first " + std::to_string(counted) + " members, " + terms_.name + ", ";
    constexpr auto kind = stop_reason::kind::canary;
    if (bad > most) {
        auto words = first + std::to_string(bad) + " came out neither done nor already";
        if (most > 0) words += ", and no more than " + std::to_string(most) + " may";
        stop_.ask({kind, words + "; nobody else was changed"});
        co_return;
    }
    if (examine_ != nullptr) {
        auto const found = co_await examine_->look();
        if (stop_.requested()) co_return;
        if (found.unanswered > 0) {
            stop_.ask({kind, first + std::to_string(found.unanswered)
                                 + " could not be looked at again; nobody else was changed"});
            co_return;
        }
        if (found.not_so > 0) {
            stop_.ask({kind, first + std::to_string(found.not_so) + " of " + std::to_string(found.looked_at)
                                 + " that were looked at again are not as they were written, " + found.example
                                 + " for one; nobody else was changed"});
            co_return;
        }
    }
    go_to_next();
}

} // namespace muster::engine
