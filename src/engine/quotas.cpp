#include "engine/quotas.hpp"

#include <algorithm>
#include <utility>

namespace muster::engine {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds quota_looked_every{10};
constexpr std::chrono::seconds looked_every_while_kept{1}; // who keeps some needs no longer, as a rule

/// A wait for one or two buckets is no news: once the window is full, each that is emptied is filled at once.
core::duration worth_telling(pacing::quota const& q) {
    return q.window / 100;
}

std::vector<pacing::quota_group::kept> kept_by(surroundings const& with,
                                               std::vector<provider::limit> const& limits) {
    std::vector<pacing::quota_group::kept> all;
    for (std::size_t i = 0; i < limits.size(); ++i)
        all.push_back({{limits[i].requests, limits[i].window}, with.quotas.at(i)});
    return all;
}

core::wall_time whole_second_from(core::wall_time t) {
    return std::chrono::ceil<std::chrono::seconds>(t);
}

} // namespace

quotas::quotas(surroundings const& with, spec::spec const& spec,
               std::function<void(quota_used_up const&)> on_used_up)
    : with_(with),
      spec_(spec),
      on_used_up_(std::move(on_used_up)),
      group_(kept_by(with, spec.pace.quotas), [&time = with.time] {
          return pacing::quota_time{time.uptime(), time.wall_now()};
      }) {}

core::wall_time quotas::wall_at(core::instant t) const {
    auto const ahead = std::chrono::duration_cast<core::wall_time::duration>(t - with_.time.now());
    return whole_second_from(with_.time.wall_now() + ahead);
}

bool quotas::open(std::uint64_t n) {
    if (refused_ == 0 || n < refused_) return true;
    if (auto const wait = group_.wait_for_room(std::min(n, most()))) {
        note_wait(*wait);
        return false;
    }
    refused_ = 0;
    waiting_since_.reset();
    until_.reset();
    return true;
}

void quotas::note_wait(pacing::quota_group::wait const& w) {
    auto const now = with_.time.now();
    waiting_since_ = waiting_since_.value_or(now);
    until_ = now + w.longest;
    auto const at = spec_.windows.describe(wall_at(*until_));
    if (*until_ - *waiting_since_ > spec_.retry.patience) {
        if (kept_ > 0) return;
        on_used_up_(
            {"the quota of " + pacing::describe(w.because_of) + " is used up; the next request may go " + at,
             wall_at(*until_)});
    } else if (w.longest >= worth_telling(w.because_of) && (!told_until_ || *told_until_ <= now)) {
        told_until_ = until_;
        with_.watcher.notice(observer::level::info,
                             "waits for the quota of " + pacing::describe(w.because_of) + " until " + at);
    }
}

asio::awaitable<void> quotas::wait(async::stop& until) {
    auto const now = with_.time.now();
    auto const longest = kept_ > 0 ? looked_every_while_kept : quota_looked_every;
    auto const at = std::min(until_.value_or(now), now + longest);
    co_await with_.time.sleep_until(at, until);
}

std::optional<quotas::slots> quotas::take(std::uint64_t n) {
    auto taken = group_.take(n);
    if (!taken) refused_ = n;
    return taken;
}

std::string quotas::waits_until() {
    bool const waits = refused_ > 0 && until_ && *until_ > with_.time.now();
    return waits ? spec_.windows.describe(wall_at(*until_)) : std::string();
}

} // namespace muster::engine
