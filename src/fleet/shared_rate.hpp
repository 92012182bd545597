#pragma once
#include "fleet/connection_thread.hpp"
#include "fleet/rate_blocks.hpp"
#include "pacing/rate_store.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace muster::fleet {

/// The state of a rate limit as one host keeps it, under a limit that several hosts share: a slot is taken in
/// blocks of time only that this process has reserved at the database (rate_blocks says why the limit holds,
/// and how exactly). A thread reserves the next one ahead of need. While the database does not answer,
/// nothing goes out but in what was reserved, at most some tenths of a second; when it is back, it goes on.
///
/// What is learnt of a throttle stays the host's, but for how long it holds everyone: no block that is
/// given out from then on begins before. Those that are out already, at most one or two of each process, go
/// on.
///
/// Without a limit (pacing::current_rate is 0), there is nothing to share.
class shared_rate final : public pacing::rate_store {
public:
    /// `name` = of the limit: processes that give the same one share it. `of_host` as without other hosts.
    shared_rate(database::postgres_address address, std::string name,
                std::unique_ptr<pacing::rate_store> of_host);
    /// Takes some seconds where the database does not answer.
    ~shared_rate() override = default;

    void update(std::function<void(pacing::rate_state&)> const& change) override;
    /// `now` must read core::instant::clock. Never waits for the database.
    std::optional<core::instant> take(pacing::rate_limit const& limit, clock const& now) override;

    [[nodiscard]] std::string trouble() const override { return thread_.trouble(); }

private:
    void work(database::postgres_connection& on); // of the thread
    void tell_hold(database::postgres_connection& on);
    void reserve(database::postgres_connection& on);
    /// Whether what took its slot at `taken_at` may leave now; it is late, if it had to wait for a disk.
    [[nodiscard]] bool may_leave(pacing::rate_limit const& limit, core::instant taken_at,
                                 core::duration spacing, clock const& now);
    void note_sleep();

    std::string name_;
    std::unique_ptr<pacing::rate_store> of_host_;
    std::mutex mutex_; // of what follows; is never held while a statement runs
    rate_blocks blocks_;
    std::optional<core::instant> hold_; // the others are to be told
    core::duration slept_{};            // how long the machine did, all in all
    connection_thread thread_;          // last: it uses all of these
};

/// A rate limit that several hosts share in the store at that address; what shared_rate says.
std::unique_ptr<shared_rate> share_rate(database::postgres_address address, std::string name,
                                        std::unique_ptr<pacing::rate_store> of_host);

} // namespace muster::fleet
