#include "engine/quotas.hpp"

#include <algorithm>
#include <utility>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds looked_every{10};

/// A wait for one or two buckets is no news: once the window is full, each that is emptied is filled at once.
core::duration worth_telling(pacing::quota const& q) {
    return q.window / 100;
}

core::wall_time whole_second_from(core::wall_time t) {
    return std::chrono::ceil<std::chrono::seconds>(t);
}

} // namespace

quotas::quotas(surroundings const& with, spec::spec const& spec,
               std::function<void(quota_used_up const&)> on_used_up)
    : with_(with),
      spec_(spec),
      on_used_up_(std::move(on_used_up)) {
    auto const& limits = spec.pace.quotas;
    for (std::size_t i = 0; i < limits.size(); ++i)
        all_.push_back({{limits[i].requests, limits[i].window}, with.quotas.at(i)});
}

pacing::quota_time quotas::clocks() const {
    return {with_.time.uptime(), with_.time.wall_now()};
}

core::wall_time quotas::wall_at(core::instant t) const {
    auto const ahead = std::chrono::duration_cast<core::wall_time::duration>(t - with_.time.now());
    return whole_second_from(with_.time.wall_now() + ahead);
}

bool quotas::open() {
    if (!refused_) return true;
    core::duration longest{};
    kept const* whose = nullptr;
    for (auto const& each : all_) {
        core::duration wait{};
        each.store->update(
            [&](pacing::quota_state& s) { wait = pacing::wait_for_room(s, each.limit, clocks()); });
        if (wait > longest) whose = &each;
        longest = std::max(longest, wait);
    }
    if (whose != nullptr) {
        note_wait(longest, whose->limit);
        return false;
    }
    refused_ = false;
    waiting_since_.reset();
    until_.reset();
    return true;
}

void quotas::note_wait(core::duration longest, pacing::quota const& whose) {
    auto const now = with_.time.now();
    waiting_since_ = waiting_since_.value_or(now);
    until_ = now + longest;
    auto const at = spec_.windows.describe(wall_at(*until_));
    if (*until_ - *waiting_since_ > spec_.retry.patience) {
        on_used_up_({"the quota of " + pacing::describe(whose) + " is used up; the next request may go " + at,
                     wall_at(*until_)});
    } else if (longest >= worth_telling(whose) && (!told_until_ || *told_until_ <= now)) {
        told_until_ = until_;
        with_.watcher.notice(observer::level::info,
                             "waits for the quota of " + pacing::describe(whose) + " until " + at);
    }
}

asio::awaitable<void> quotas::wait(async::stop& until) {
    auto const now = with_.time.now();
    auto const at = std::min(until_.value_or(now), now + looked_every);
    co_await with_.time.sleep_until(at, until);
}

std::optional<quotas::slots> quotas::take() {
    slots taken;
    for (auto const& each : all_) {
        std::optional<pacing::quota_slot> slot;
        each.store->update([&](pacing::quota_state& s) { slot = pacing::take(s, each.limit, clocks()); });
        if (!slot) {
            refused_ = true;
            restore(taken);
            return std::nullopt;
        }
        taken.push_back(*slot);
    }
    return taken;
}

void quotas::restore(slots const& taken) {
    for (std::size_t i = 0; i < taken.size(); ++i)
        all_[i].store->update(
            [&](pacing::quota_state& s) { pacing::restore(s, all_[i].limit, clocks(), taken[i]); });
}

std::string quotas::waits_until() {
    bool const waits = refused_ && until_ && *until_ > with_.time.now();
    return waits ? spec_.windows.describe(wall_at(*until_)) : std::string();
}

std::vector<pacing::quota_use> quotas::uses() {
    std::vector<pacing::quota_use> all;
    for (auto const& each : all_)
        each.store->update([&](pacing::quota_state& s) { all.push_back({each.limit, s}); });
    return all;
}

} // namespace muster::engine
