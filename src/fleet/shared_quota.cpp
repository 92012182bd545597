#include "fleet/shared_quota.hpp"

#include "async/timekeeper.hpp"
#include "fleet/quota_row.hpp"

#include <exception>
#include <utility>

namespace muster::fleet {
namespace {

using core::duration;
using core::instant;

/// Others may write the row between our look and our word; then it is looked at again.
constexpr int most_looks = 8;

duration machine_uptime() {
    return async::system_time().uptime();
}

} // namespace

shared_quota::shared_quota(database::postgres_address address, std::string name,
                           std::unique_ptr<pacing::quota_store> of_host)
    : name_(std::move(name)),
      of_host_(std::move(of_host)),
      thread_(std::move(address), [this](auto& on) { work(on); }) {}

shared_quota::~shared_quota() {
    {
        std::scoped_lock const lock(mutex_);
        portions_.close();
    }
    thread_.finish();
}

void shared_quota::update(std::function<void(pacing::quota_state&)> const& change) {
    of_host_->update(change);
}

std::optional<pacing::quota_slot> shared_quota::take(pacing::quota const& limit, clocks const& now,
                                                     std::uint64_t n) {
    std::optional<quota_portions::mark> taken;
    of_host_->update([&](pacing::quota_state& s) {
        auto const at = now();
        auto const before = s;
        auto const here = pacing::take(s, limit, at, n);
        if (!here) return;
        std::scoped_lock const lock(mutex_);
        taken = portions_.take(limit, n, at.uptime, *here);
        if (!taken) s = before;
    });
    wake();
    return taken;
}

void shared_quota::restore(pacing::quota const& limit, clocks const& now, pacing::quota_slot taken,
                           std::uint64_t n) {
    std::optional<pacing::quota_slot> here;
    {
        std::scoped_lock const lock(mutex_);
        here = portions_.restore(taken, n);
    }
    if (here) of_host_->restore(limit, now, *here, n);
    wake();
}

duration shared_quota::wait_for_room(pacing::quota const& limit, clocks const& now, std::uint64_t n) {
    auto wait = of_host_->wait_for_room(limit, now, n);
    if (wait > duration{}) return wait;
    {
        std::scoped_lock const lock(mutex_);
        wait = portions_.wait(limit, n, now().uptime);
    }
    wake();
    return wait;
}

pacing::quota_use shared_quota::use(pacing::quota const& limit, clocks const& now) {
    std::optional<seen> last;
    {
        std::scoped_lock const lock(mutex_);
        last = seen_;
    }
    if (!last) return quota_store::use(limit, now);
    auto const passed = machine_uptime() - last->uptime;
    last->at.uptime += passed;
    last->at.wall += std::chrono::duration_cast<core::wall_time::duration>(passed);
    return {limit, last->used, last->at, of_all_hosts(limit).window};
}

void shared_quota::ask_now(pacing::quota const& limit, clocks const& now, std::uint64_t n, duration at_most) {
    auto const until = instant::clock::now() + at_most;
    std::unique_lock lock(mutex_);
    auto const answers = answers_;
    if (portions_.wait(limit, n, now().uptime) == duration{}) return;
    lock.unlock();
    wake();
    lock.lock();
    answered_.wait_until(lock, until, [&] { return answers_ != answers; });
}

void shared_quota::wake() {
    std::optional<duration> due;
    auto const now = machine_uptime();
    {
        std::scoped_lock const lock(mutex_);
        due = portions_.due(now);
    }
    if (due) thread_.wake_at(instant::clock::now() + (*due - now));
}

bool shared_quota::do_errand(database::postgres_connection& on, quota_portions::errand const& e) {
    quota_row row;
    try {
        row = read_quota_row(on, name_);
    } catch (std::exception const&) {
        not_done(e); // of a write that fails, nobody knows
        throw;
    }
    auto const r = settle(row.used, e, row.clock);
    // What has no room changes nothing.
    if ((r.n > 0 || !e.back.empty()) && !write_quota_row(on, name_, row)) return false;
    std::scoped_lock const lock(mutex_);
    portions_.done(e, r);
    seen_ = seen{row.used, time_of_all_hosts(row.used, row.clock), machine_uptime()};
    ++answers_;
    return true;
}

void shared_quota::not_done(quota_portions::errand const& e) {
    std::scoped_lock const lock(mutex_);
    portions_.undone(e);
}

void shared_quota::work(database::postgres_connection& on) {
    quota_portions::errand e;
    {
        std::scoped_lock const lock(mutex_);
        e = portions_.begin(machine_uptime());
    }
    if (!e.empty()) {
        bool done = false;
        for (int looks = 0; !done && looks < most_looks; ++looks) done = do_errand(on, e);
        if (!done) not_done(e);
        answered_.notify_all();
    }
    wake();
}

std::unique_ptr<shared_quota> share_quota(database::postgres_address address, std::string name,
                                          std::unique_ptr<pacing::quota_store> of_host) {
    return std::make_unique<shared_quota>(std::move(address), std::move(name), std::move(of_host));
}

} // namespace muster::fleet
